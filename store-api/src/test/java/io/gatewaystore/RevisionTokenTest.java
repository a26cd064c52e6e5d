package io.gatewaystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionTokenTest {

    @Test
    void isReadBackFromItsText() {
        RevisionToken token = new RevisionToken("cdf818194e3a8c32", Long.MAX_VALUE);

        assertThat(token).hasToString("cdf818194e3a8c32:9223372036854775807");
        assertThat(RevisionToken.parse(token.toString())).isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "a",
                "a:",
                ":1",
                "a:0",
                "a:-1",
                "a:x",
                "a:1:2",
                "a b:1",
                "a:9223372036854775808",
                "a:1\n",
                "\u00E9:1"
            })
    void refusesWhatIsNoTokenAndDoesNotRepeatIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RevisionToken.parse(text))
                .satisfies(refused -> {
                    if (text.length() > 5) {
                        assertThat(refused).hasMessageNotContaining(text);
                    }
                });
    }

    @Test
    void refusesAClusterThatCouldNotBeReadBack() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RevisionToken("a:b", 1))
                .withMessageContaining("a:b");
    }
}
