package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.Request;
import java.util.stream.Stream;
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
}
