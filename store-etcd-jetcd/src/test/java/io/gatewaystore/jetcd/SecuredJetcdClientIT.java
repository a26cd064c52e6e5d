package io.gatewaystore.jetcd;

import static io.gatewaystore.jetcd.Peers.bytes;
import static io.gatewaystore.jetcd.Peers.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.kv.GetResponse;
import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The client is the store's user, and stays it when etcd forgets the token. */
class SecuredJetcdClientIT {

    @RegisterExtension
    final EtcdExtension etcd = EtcdExtension.builder().build();

    private Store store;
    private Client jetcd;

    @BeforeEach
    void open() {
        etcd.admin().addUser("gateway", "secret");
        etcd.admin().allow("gateway", "services", "services/");
        etcd.admin().enableAuthentication("root");
        Map<String, String> environment = new HashMap<>(etcd.environment());
        environment.put("GATEWAY_STORE_ETCD_USERNAME", "gateway");
        environment.put("GATEWAY_STORE_ETCD_PASSWORD", "secret");
        store = Peers.open(environment);
        jetcd = JetcdClient.of(store);
    }

    @AfterEach
    void close() {
        jetcd.close();
        store.close();
    }

    @Test
    void mayWhatTheStoresUserMay() {
        store.put("services/a", Bytes.utf8("1"));

        assertThat(Peers.values(jetcd, "services/a")).containsExactly("1");
        assertThatThrownBy(() -> Peers.put(jetcd, "others", "1")).hasMessageContaining("permission denied");
    }

    @Test
    void takesANewTokenWhenEtcdHasForgottenIt() {
        List<String> seen = Peers.watch(jetcd, "services/");
        Peers.put(jetcd, "services/a", "1");
        await().until(() -> seen.contains("services/a=1"));

        etcd.member(0).restart();

        List<CompletableFuture<GetResponse>> reads = IntStream.range(0, 50)
                .mapToObj(i -> jetcd.getKVClient().get(bytes("services/a")))
                .toList();
        assertThat(reads).allSatisfy(read -> assertThat(get(read).getCount()).isOne());
        assertThat(etcd.member(0).log()).contains("invalid auth token");
        Peers.put(jetcd, "services/a", "2");
        await().atMost(Duration.ofSeconds(20)).until(() -> seen.contains("services/a=2"));
    }
}
