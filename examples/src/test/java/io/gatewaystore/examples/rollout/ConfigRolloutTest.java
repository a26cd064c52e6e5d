package io.gatewaystore.examples.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigRolloutTest {

    private final StoreConfig config = StoreConfig.builder()
            .environment(Map.of("GATEWAY_STORE_NAMESPACE", "test/rollout"))
            .build();

    @Test
    void reachesEveryNodeThatIsThereAndLeavesNothing() {
        ByteArrayOutputStream told = new ByteArrayOutputStream();

        new ConfigRollout(config, new PrintStream(told, true, UTF_8)).run();

        assertThat(told.toString(UTF_8))
                .containsSubsequence(
                        "applied=[node-1, node-2, node-3], left=[], pending=[]",
                        "node-3 ends",
                        "applied=[node-1, node-2], left=[], pending=[]");
        try (Store store = Store.open(config)) {
            assertThat(store.count(KeyRange.all()).keys()).isZero();
        }
    }
}
