package io.gatewaystore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Store;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.TlsMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SharedStateIT {
    @RegisterExtension
    static final EtcdExtension ETCD =
            EtcdExtension.builder().tls(TlsMode.MUTUAL_TLS).build();

    @Test
    void readsWhatAnyClientOfEtcdWrote() {
        ETCD.admin().put("services/billing", "http://10.0.0.7:8080");
        try (Store store = Store.open(ETCD.config())) {
            String url = store.get("services/billing").orElseThrow().value().toUtf8();
            assertThat(url).isEqualTo("http://10.0.0.7:8080");
        }
    }
}
