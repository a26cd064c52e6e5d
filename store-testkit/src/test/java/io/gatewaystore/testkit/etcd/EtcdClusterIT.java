package io.gatewaystore.testkit.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EtcdClusterIT {

    @ParameterizedTest
    @EnumSource(TlsMode.class)
    void servesInEachMode(TlsMode mode) {
        try (EtcdCluster etcd = EtcdCluster.start(EtcdSpec.builder().tls(mode).build())) {
            etcd.admin().put("a", "1");

            assertThat(etcd.admin().get("a")).contains("1");
            assertThat(etcd.admin().get("b")).isEmpty();
        }
    }
}
