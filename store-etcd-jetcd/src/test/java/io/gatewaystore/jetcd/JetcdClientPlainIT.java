package io.gatewaystore.jetcd;

import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.TlsMode;
import org.junit.jupiter.api.extension.RegisterExtension;

class JetcdClientPlainIT extends JetcdClientContract {

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().tls(TlsMode.PLAIN).build();

    @Override
    EtcdExtension etcd() {
        return ETCD;
    }
}
