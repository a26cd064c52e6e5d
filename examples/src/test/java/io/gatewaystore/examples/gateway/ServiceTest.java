package io.gatewaystore.examples.gateway;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTest {

    private static final String URL = "http://10.0.0.7:8080";

    @ParameterizedTest
    @ValueSource(strings = {"billing", "billing v2", "Überweisung", "a.b_c-d:e"})
    void takesAnyTextWithoutASlashForAName(String name) {
        assertThatNoException().isThrownBy(() -> new Service(name, URL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "/", "a\nb", "\u001b[2J"})
    void refusesOtherNames(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Service(name, URL))
                .withMessageContaining("name: '")
                .withMessageNotContaining("\u001b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a",
                "https://a.example:8443/path?q=1",
                "HTTP://[::1]:8080",
                "http://container_1:80/",
                "http://u@h"
            })
    void takesAbsoluteHttpUris(String url) {
        assertThatNoException().isThrownBy(() -> new Service("billing", url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.7:8080",
                "//a/b",
                "ftp://a",
                "http:a",
                "http:///a",
                "http://",
                "http://:80",
                "http://a b"
            })
    void refusesOtherUrls(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Service("billing", url))
                .withMessageContaining("url: '" + url + "'");
    }
}
