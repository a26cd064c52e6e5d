package io.gatewaystore.jetcd;

import static io.gatewaystore.jetcd.Peers.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.Client;
import io.gatewaystore.Store;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.testkit.etcd.TlsMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A jetcd client goes along when its store crosses to TLS. */
class JetcdClientCrossingIT {

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.of(
            EtcdSpec.builder().tls(TlsMode.MUTUAL_TLS).plaintextToo().build());

    @Test
    void followsTheStore() {
        try (Store store = Store.open(ETCD.cluster().config(TlsMode.PLAIN));
                Client jetcd = JetcdClient.of(store)) {
            List<String> seen = Peers.watch(jetcd, "crossing/");
            Peers.put(jetcd, "crossing/a", "1");
            await().until(() -> seen.contains("crossing/a=1"));

            store.reconfigure(ETCD.cluster().config(TlsMode.MUTUAL_TLS));

            Peers.put(jetcd, "crossing/b", "2");
            assertThat(Peers.values(jetcd, "crossing/b")).containsExactly("2");
            assertThat(get(jetcd.getMaintenanceClient()
                                    .statusMember("https://" + ETCD.endpoints().get(0)))
                            .getVersion())
                    .isEqualTo(ETCD.version());
            await().atMost(Duration.ofSeconds(20)).until(() -> seen.contains("crossing/b=2"));
        }
    }
}
