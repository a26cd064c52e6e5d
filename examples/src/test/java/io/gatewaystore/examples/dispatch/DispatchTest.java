package io.gatewaystore.examples.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DispatchTest {

    private final StoreConfig config = StoreConfig.builder()
            .environment(Map.of("GATEWAY_STORE_NAMESPACE", "test/dispatch"))
            .build();

    @Test
    void goesOnWithWhoIsLeftAndLeavesNothing() throws IOException {
        ByteArrayOutputStream told = new ByteArrayOutputStream();

        new Dispatch(config, new PrintStream(told, true, UTF_8)).run();

        assertThat(told.toString(UTF_8))
                .containsSubsequence(
                        "core-1: active",
                        "hello -> HELLO by runner-1",
                        "runner-1 ends",
                        "who is left -> WHO IS LEFT by runner-2",
                        "core-1 ends",
                        "core-2: active",
                        "who is active -> WHO IS ACTIVE by runner-2");
        try (Store store = Store.open(config)) {
            assertThat(store.count(KeyRange.all()).keys()).isZero();
        }
    }
}
