package io.gatewaystore.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyOrderTest {

    private static final List<String> KEYS = List.of(
            "",
            "a",
            "ab",
            "a/b",
            "\u0001",
            "\u007F",
            "\u00E9",
            "\u0800",
            "\uD7FF",
            "\uE000",
            "\uFFFF",
            "\uD800\uDC00",
            "\uDBFF\uDFFF",
            "x\uFF5E",
            "x\uD83D\uDE00",
            "x\uD83D\uDE01");

    @Test
    void isThatOfUnsignedUtf8Bytes() {
        for (String left : KEYS) {
            for (String right : KEYS) {
                assertThat(Integer.signum(KeyOrder.INSTANCE.compare(left, right)))
                        .as("%s and %s", left, right)
                        .isEqualTo(Integer.signum(Bytes.utf8(left).compareTo(Bytes.utf8(right))));
            }
        }
    }
}
