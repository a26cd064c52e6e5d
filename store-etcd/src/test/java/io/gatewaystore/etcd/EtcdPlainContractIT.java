package io.gatewaystore.etcd;

import io.gatewaystore.testkit.contract.StoreContract;
import io.gatewaystore.testkit.contract.StoreFixture;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.TlsMode;
import org.junit.jupiter.api.extension.RegisterExtension;

class EtcdPlainContractIT extends StoreContract {

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().tls(TlsMode.PLAIN).build();

    @Override
    protected StoreFixture fixture() {
        return new EtcdFixture(ETCD);
    }
}
