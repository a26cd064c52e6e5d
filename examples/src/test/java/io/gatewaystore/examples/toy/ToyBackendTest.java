package io.gatewaystore.examples.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.NotSupportedException;
import io.gatewaystore.error.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an application sees of a backend that this library does not bring. */
class ToyBackendTest {

    private static final Bytes VALUE = Bytes.utf8("value");

    @Test
    void theEnvironmentChoosesTheBackendAndItsMap() {
        try (Store blue = open("blue");
                Store sameBlue = open("blue");
                Store green = open("green")) {
            blue.put("key", VALUE);

            assertThat(sameBlue.get("key")).isPresent();
            assertThat(green.get("key")).isEmpty();
        }
    }

    @Test
    void aStoreWithoutTtlsSaysSoAndWritesNothing() {
        try (Store store = open("mayflies")) {
            assertThatExceptionOfType(NotSupportedException.class)
                    .isThrownBy(() -> store.put("key", VALUE, WriteOptions.ttl(Duration.ofSeconds(5))))
                    .withMessageContaining("toy has no TTLs")
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_APPLIED))
                    .satisfies(e -> assertThat(e.isRetryable()).isFalse());
            assertThat(store.get("key")).isEmpty();
        }
    }

    private static Store open(String map) {
        Map<String, String> environment = Map.of("GATEWAY_STORE_BACKEND", "toy", "GATEWAY_STORE_TOY_MAP", map);
        return Store.open(StoreConfig.builder().environment(environment).build());
    }
}
