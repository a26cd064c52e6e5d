package io.gatewaystore.examples.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Store;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.TlsMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The routing table as it is deployed: on etcd, over plaintext and over mutual TLS. */
class RoutingOnEtcdIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final EtcdExtension PLAIN = EtcdExtension.builder().build();

    @RegisterExtension
    static final EtcdExtension MUTUAL_TLS =
            EtcdExtension.builder().tls(TlsMode.MUTUAL_TLS).build();

    static List<EtcdExtension> etcds() {
        return List.of(PLAIN, MUTUAL_TLS);
    }

    @ParameterizedTest
    @MethodSource("etcds")
    void showsWhatAnotherGatewayEdits(EtcdExtension etcd) {
        try (Store mine = Store.open(etcd.config());
                Store theirs = Store.open(etcd.config());
                RoutingTable table = RoutingTable.follow(mine, routes -> {})) {
            RouteEditor editor = new RouteEditor(theirs.withDeadline(PATIENCE));

            assertThat(editor.add("billing", "http://10.0.0.7:8080")).isEqualTo(Edit.DONE);
            assertThat(editor.move("billing", "invoices")).isEqualTo(Edit.DONE);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(table.route("invoices")).isPresent());
            assertThat(table.route("billing")).isEmpty();
        }
        etcd.admin().deletePrefix("services/");
    }

    @ParameterizedTest
    @MethodSource("etcds")
    void followsOnAfterEtcdWasRestarted(EtcdExtension etcd) {
        try (Store store = Store.open(etcd.config());
                RoutingTable table = RoutingTable.follow(store, routes -> {})) {
            etcd.member(0).restart();
            etcd.admin().put("services/billing", "{\"url\":\"http://10.0.0.7:8080\",\"weight\":1,\"change\":\"1\"}");

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(table.route("billing")).isPresent());
        }
        etcd.admin().deletePrefix("services/");
    }
}
