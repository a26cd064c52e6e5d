package io.gatewaystore.jetcd;

import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.TlsMode;
import org.junit.jupiter.api.extension.RegisterExtension;

class JetcdClientMutualTlsIT extends JetcdClientContract {

    @RegisterExtension
    static final EtcdExtension ETCD =
            EtcdExtension.builder().tls(TlsMode.MUTUAL_TLS).build();

    @Override
    EtcdExtension etcd() {
        return ETCD;
    }
}
