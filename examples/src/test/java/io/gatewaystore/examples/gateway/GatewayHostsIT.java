package io.gatewaystore.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.examples.gateway.GatewayProcess.Result;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayHostsIT {

    @Test
    void oneOfThreeMembersMayBeDown() {
        try (EtcdCluster etcd = EtcdCluster.start(EtcdSpec.builder().members(3).build())) {
            etcd.member(0).kill();

            expectDemoOn(String.join(" ", etcd.endpoints()));
        }
    }

    @Test
    void anIpv6LiteralNamesAHost() {
        try (EtcdCluster etcd = EtcdCluster.start(EtcdSpec.builder().host("::1").build())) {
            expectDemoOn("[::1]:" + etcd.member(0).port());
        }
    }

    private static void expectDemoOn(String hosts) {
        Result demo = GatewayProcess.run(
                Map.of(
                        "GATEWAY_STORE_BACKEND", "etcd",
                        "GATEWAY_STORE_ETCD_HOSTS", hosts,
                        "GATEWAY_STORE_ETCD_CONNECT_TIMEOUT", "20s"),
                "demo");

        assertThat(demo.status()).as(demo.err()).isZero();
    }
}
