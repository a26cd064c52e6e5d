package io.gatewaystore.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.testkit.etcd.EtcdClusters;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.testkit.etcd.TlsMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications with other class paths than ours. That these converge, Maven has checked when it built them. */
class ConsumersIT {

    private static final String USES_JETCD = "com.example.jetcd.UsesJetcd";
    private static final List<String> ALL_BUT_KEEP_ALIVE = Stream.of(
                    "put", "get", "txn", "grant", "members", "watch", "lock", "keepAliveOnce", "status", "store")
            .map(call -> call + " true")
            .toList();

    @RegisterExtension
    final EtcdClusters clusters = new EtcdClusters();

    @ParameterizedTest
    @EnumSource(TlsMode.class)
    void theEtcdBackendBringsNoNettyToAnApplicationWithNetty41(TlsMode mode) throws Exception {
        Consumer application = new Consumer("netty41");

        assertThat(application.libraries())
                .contains("grpc-netty-shaded-1.82.0.jar")
                .noneMatch(library -> library.matches("(netty|vertx)-.*|grpc-netty-\\d.*"));
        assertThat(application.run("com.example.state.KeepsState", etcd(mode))).containsExactly("kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"etcd-then-jetcd", "jetcd-then-etcd"})
    void theBridgeWorksInEitherOrderOfDeclaration(String application) throws Exception {
        assertThat(new Consumer(application).run(USES_JETCD, etcd(TlsMode.PLAIN)))
                .containsAll(ALL_BUT_KEEP_ALIVE)
                .endsWith("keepAlive true");
    }

    /** jetcd keeps leases alive by a timer of Vert.x 5, which needs Netty 4.2. */
    @ParameterizedTest
    @EnumSource(TlsMode.class)
    void netty41TakesNothingFromTheBridgeButItsKeepAlive(TlsMode mode) throws Exception {
        Consumer application = new Consumer("netty41-jetcd");

        assertThat(application.libraries()).anyMatch(library -> library.matches("netty-transport-4\\.1\\..*"));
        assertThat(application.run(USES_JETCD, etcd(mode)))
                .containsAll(ALL_BUT_KEEP_ALIVE)
                .endsWith("keepAlive NoClassDefFoundError");
    }

    @Test
    void aNamedModuleKeepsItsRecordsAsJson() throws Exception {
        assertThat(new Consumer("modular").runModule("com.example.modular", "com.example.modular.KeepsRecords"))
                .containsExactly("Service[name=billing, url=http://10.0.0.7:8080]", "module io.gatewaystore.api");
    }

    private Map<String, String> etcd(TlsMode mode) {
        Map<String, String> environment = new HashMap<>(
                clusters.start(EtcdSpec.builder().tls(mode).build()).environment());
        // Each application is a cold JVM, perhaps on a busy machine.
        environment.put("GATEWAY_STORE_ETCD_CONNECT_TIMEOUT", "30s");
        return environment;
    }
}
