package io.gatewaystore.etcd;

import io.gatewaystore.testkit.contract.StoreContract;
import io.gatewaystore.testkit.contract.StoreFixture;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.TlsMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With every operation in a call of its own; the other modes coalesce. */
class EtcdServerTlsContractIT extends StoreContract {

    @RegisterExtension
    static final EtcdExtension ETCD =
            EtcdExtension.builder().tls(TlsMode.SERVER_TLS).build();

    @Override
    protected StoreFixture fixture() {
        return new EtcdFixture(ETCD, false);
    }
}
