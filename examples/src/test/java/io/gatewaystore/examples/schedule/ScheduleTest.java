package io.gatewaystore.examples.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private final StoreConfig config = StoreConfig.builder()
            .environment(Map.of("GATEWAY_STORE_NAMESPACE", "test/schedule"))
            .build();

    @Test
    void makesEachReportOnceAndLeavesNothing() throws InterruptedException {
        ByteArrayOutputStream told = new ByteArrayOutputStream();

        new Schedule(config, new PrintStream(told, true, UTF_8)).run();

        List<String> reports = told.toString(UTF_8)
                .lines()
                .filter(line -> line.startsWith("reports/"))
                .toList();
        assertThat(reports).hasSizeGreaterThanOrEqualTo(3);
        assertThat(reports).map(line -> line.substring(0, line.indexOf(": "))).doesNotHaveDuplicates();
        try (Store store = Store.open(config)) {
            assertThat(store.count(KeyRange.all()).keys()).isZero();
        }
    }
}
