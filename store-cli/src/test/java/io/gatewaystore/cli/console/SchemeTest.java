package io.gatewaystore.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.error.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "https://a:2379; HTTPS",
                "HTTPS://a:2379, b:2379; HTTPS",
                "a:2379 https://b:2379; HTTPS",
                "http://a,http://b; HTTP",
                "a:2379,b; NONE",
                "https.example; NONE"
            })
    void isTheOneThatIsWritten(String endpoints, Scheme scheme) {
        assertThat(Scheme.of(endpoints, "--endpoints")).isEqualTo(scheme);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a,http://b", "http://a https://b", "a,HTTP://b,https://c"})
    void isNotGuessedWhereBothAreWritten(String endpoints) {
        assertThatThrownBy(() -> Scheme.of(endpoints, "--endpoints"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("GATEWAY_STORE_ETCD_HOSTS (--endpoints)")
                .hasMessageContaining("mixes https:// and http://");
    }

    @Test
    void isNoneOfNothing() {
        assertThat(Scheme.of("", "--endpoints")).isEqualTo(Scheme.NONE);
    }
}
