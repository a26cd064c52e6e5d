package io.gatewaystore.cli;

import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.TlsMode;
import org.junit.jupiter.api.extension.RegisterExtension;

class EndpointStatusThreeServerTlsIT extends EndpointStatusSuite {

    @RegisterExtension
    static final EtcdExtension ETCD =
            EtcdExtension.builder().members(3).tls(TlsMode.SERVER_TLS).build();

    EndpointStatusThreeServerTlsIT() {
        super(ETCD);
    }
}
