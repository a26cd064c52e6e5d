package io.gatewaystore.jetcd;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JetcdClientTest {

    @Test
    void saysThatAStoreIsNotOnEtcd() {
        StoreConfig memory =
                StoreConfig.builder().environment(Map.of()).backend("memory").build();

        try (Store store = Store.open(memory)) {
            assertThatThrownBy(() -> JetcdClient.of(store))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("store: its backend is not etcd"
                            + " (expected: a store opened with GATEWAY_STORE_BACKEND=etcd)");
        }
    }
}
