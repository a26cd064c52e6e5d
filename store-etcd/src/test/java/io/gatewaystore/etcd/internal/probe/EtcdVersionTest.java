package io.gatewaystore.etcd.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EtcdVersionTest {

    @Test
    void findsTheServersVersionAndNotTheClusters() {
        assertThat(EtcdVersion.inDocument("{\"etcdcluster\":\"3.4.0\",\"etcdserver\": \"3.5.30\"}"))
                .contains(new EtcdVersion("3.5.30", 3, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"etcdserver\":3.5}", "{\"etcdserver\":\"new\"}", "{\"etcdserver\":\"3.5.30"})
    void findsNothingInOtherDocuments(String json) {
        assertThat(EtcdVersion.inDocument(json)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2.3.8,false",
        "3.4.23,false",
        "3.5.0-rc.1,true",
        "3.5.30,true",
        "3.10.0,true",
        "3.6.0+git,true",
        "4.0.0,true"
    })
    void tellsWhetherItIsSupported(String text, boolean supported) {
        assertThat(EtcdVersion.parse(text)).map(EtcdVersion::isSupported).contains(supported);
    }
}
