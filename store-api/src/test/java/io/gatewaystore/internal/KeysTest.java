package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatewaystore.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {

    @Test
    void decodesWhatItEncoded() {
        for (String key : List.of("a", "\0", "é", "😀", "\uFFFD", "\uDBFF\uDFFF")) {
            assertThat(Keys.decode(Keys.encode(key))).contains(key);
        }
    }

    @Test
    void refusesWhatIsNotAKey() {
        for (String bad : List.of("", "\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D", "\uD83D\uD83D\uDE00")) {
            assertThatIllegalArgumentException().isThrownBy(() -> Keys.encode(bad));
        }
    }

    @Test
    void decodesNothingThatIsNotUtf8() {
        assertThat(Keys.decode(bytes(0xff))).isEmpty();
        assertThat(Keys.decode(bytes('a', 0xc3))).isEmpty();
        assertThat(Keys.decode(bytes(0xc0, 0x80))).as("overlong").isEmpty();
        assertThat(Keys.decode(bytes(0xed, 0xa0, 0x80))).as("a surrogate").isEmpty();
        assertThat(Keys.decode(bytes(0xef, 0xbf, 0xbd, 0xff))).isEmpty();
        assertThat(Keys.decode(bytes(0xef, 0xbf, 0xbd))).contains("\uFFFD");
    }

    @Test
    void findsTheEndOfAPrefix() {
        assertThat(Keys.prefixEnd(bytes('a'))).isEqualTo(bytes('b'));
        assertThat(Keys.prefixEnd(bytes('a', 0xfe))).isEqualTo(bytes('a', 0xff));
        assertThat(Keys.prefixEnd(bytes('a', 0xff))).isEqualTo(bytes('b'));
        assertThat(Keys.prefixEnd(bytes('a', 0xff, 0xff))).isEqualTo(bytes('b'));
        assertThat(Keys.prefixEnd(bytes(0x7f))).isEqualTo(bytes(0x80));
        assertThat(Keys.prefixEnd(bytes(0xff, 0xff))).isEqualTo(Bytes.empty());
    }

    @Test
    void findsTheNextKey() {
        assertThat(Keys.successor(bytes('a'))).isEqualTo(bytes('a', 0));
        assertThat(Keys.successor(bytes(0xff))).isEqualTo(bytes(0xff, 0));
    }

    private static Bytes bytes(int... values) {
        byte[] array = new byte[values.length];
        for (int i = 0; i < array.length; i++) {
            array[i] = (byte) values[i];
        }
        return Bytes.wrap(array);
    }
}
