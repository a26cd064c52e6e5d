package io.gatewaystore.etcd.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeResultTest {

    @ParameterizedTest
    @CsvSource({
        "3.5.0, false",
        "3.5.7, false",
        "3.5.7-rc.1, false",
        "3.5.8, true",
        "3.5.30, true",
        "3.6.1, true",
        "3.5.28 or later, true"
    })
    void trustsProgressFromTheVersionOnThatOrdersIt(String version, boolean trusted) {
        assertThat(ProbeResult.reportsProgressInOrder(version)).isEqualTo(trusted);
    }
}
