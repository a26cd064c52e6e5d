package io.gatewaystore.cli;

import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.TlsMode;
import org.junit.jupiter.api.extension.RegisterExtension;

class EndpointStatusOnePlainIT extends EndpointStatusSuite {

    @RegisterExtension
    static final EtcdExtension ETCD =
            EtcdExtension.builder().members(1).tls(TlsMode.PLAIN).build();

    EndpointStatusOnePlainIT() {
        super(ETCD);
    }
}
