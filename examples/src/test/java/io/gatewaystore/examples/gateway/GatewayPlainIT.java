package io.gatewaystore.examples.gateway;

import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.TlsMode;
import org.junit.jupiter.api.extension.RegisterExtension;

class GatewayPlainIT extends GatewayOnEtcdSuite {

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().tls(TlsMode.PLAIN).build();

    GatewayPlainIT() {
        super(ETCD);
    }
}
