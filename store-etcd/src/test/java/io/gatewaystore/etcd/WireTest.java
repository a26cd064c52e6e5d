package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.Request;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What etcd reads otherwise than it stands there. */
class WireTest {

    private static final ByteString WITHOUT_BOUND = ByteString.copyFrom(new byte[1]);

    static Stream<KeyRange> rangesOfNothing() {
        Bytes zero = Bytes.copyOf(new byte[1]);
        return Stream.of(KeyRange.interval("\0", "\0"), KeyRange.of(Bytes.empty(), zero), KeyRange.interval("a", "a"));
    }

    /** To etcd the end "\0" means that there is none: a deletion of nothing deleted everything. */
    @ParameterizedTest
    @MethodSource("rangesOfNothing")
    void doesNotSendARangeOfNothingAsOneWithoutEnd(KeyRange range) {
        var request = Wire.delete(new Request.Delete(range));

        assertThat(request.getRangeEnd()).isNotEqualTo(WITHOUT_BOUND).isEqualTo(request.getKey());
        assertThat(request.getRangeEnd().isEmpty()).isFalse();
    }

    @Test
    void takesBytesAsTheyCome() {
        ByteString half = ByteString.copyFrom(new byte[200]);

        assertThat(Wire.bytes(ByteString.EMPTY)).isEqualTo(Bytes.empty());
        assertThat(Wire.bytes(ByteString.copyFromUtf8("text"))).isEqualTo(Bytes.utf8("text"));
        assertThat(Wire.bytes(ByteString.copyFromUtf8("text").substring(1, 3))).isEqualTo(Bytes.utf8("ex"));
        assertThat(Wire.bytes(half.concat(half))).isEqualTo(Bytes.wrap(new byte[400]));
        assertThat(Wire.bytes(Wire.bytes(Bytes.utf8("text")))).isEqualTo(Bytes.utf8("text"));
    }
}
