package io.gatewaystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class BytesTest {

    @Test
    void copiesArraysInAndOut() {
        byte[] array = {1, 2};
        Bytes bytes = Bytes.copyOf(array);

        array[0] = 9;
        bytes.toByteArray()[1] = 9;

        assertThat(bytes.toByteArray()).containsExactly(1, 2);
    }

    @Test
    void copiesTheRestOfABufferAndLeavesItAlone() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3}).position(1);
        Bytes bytes = Bytes.copyOf(buffer);

        buffer.put(2, (byte) 9);

        assertThat(bytes.toByteArray()).containsExactly(2, 3);
        assertThat(buffer.position()).isEqualTo(1);
    }

    @Test
    void givesABufferThatCannotBeWritten() {
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> Bytes.utf8("a").asByteBuffer().put((byte) 1));
    }

    @Test
    void ordersByUnsignedByteWithPrefixesFirst() {
        Bytes low = bytes(0x7f);
        Bytes high = bytes(0x80);

        assertThat(low).isLessThan(high);
        assertThat(high).isLessThan(bytes(0x80, 0x00)).isLessThan(bytes(0xff));
        assertThat(Bytes.empty()).isLessThan(bytes(0x00));
        assertThat(Bytes.utf8("\uFFFD")).isLessThan(Bytes.utf8("😀"));
    }

    @Test
    void equalsByContent() {
        assertThat(Bytes.copyOf(new byte[] {1})).isEqualTo(bytes(1)).hasSameHashCodeAs(bytes(1));
        assertThat(bytes(1)).isNotEqualTo(bytes(1, 0));
        assertThat(Bytes.copyOf(new byte[0])).isEqualTo(Bytes.empty());
    }

    @Test
    void joinsAndCuts() {
        Bytes joined = bytes(1, 2).concat(bytes(3));

        assertThat(joined).isEqualTo(bytes(1, 2, 3));
        assertThat(joined.skip(2)).isEqualTo(bytes(3));
        assertThat(joined.skip(3)).isEqualTo(Bytes.empty());
        assertThat(joined.startsWith(bytes(1, 2))).isTrue();
        assertThat(joined.startsWith(bytes(2))).isFalse();
        assertThat(bytes(1).startsWith(joined)).isFalse();
        assertThat(joined.startsWith(Bytes.empty())).isTrue();
    }

    @Test
    void showsItsLengthAndNotItsContent() {
        assertThat(Bytes.utf8("secret")).hasToString("Bytes[6]");
        assertThat(new Entry("key", Bytes.utf8("secret"), 1, 1, 1, false).toString())
                .contains("key")
                .doesNotContain("secret");
    }

    static Bytes bytes(int... values) {
        byte[] array = new byte[values.length];
        for (int i = 0; i < array.length; i++) {
            array[i] = (byte) values[i];
        }
        return Bytes.wrap(array);
    }
}
