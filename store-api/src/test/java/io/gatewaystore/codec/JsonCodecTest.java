package io.gatewaystore.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.Bytes;
import io.gatewaystore.error.CodecException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonCodecTest {

    private static final JsonCodec<Service> CODEC = JsonCodec.of(Service.class);

    record Service(String name, int port) {}

    /** Cannot be written: fails with a message that quotes what it holds. */
    static final class Unwritable {
        public int getSecret() {
            return Integer.parseInt("s3cret");
        }
    }

    @Test
    void decodesWhatItEncoded() {
        Service service = new Service("billing", 8080);

        assertThat(CODEC.encode(service)).isEqualTo(Bytes.utf8("{\"name\":\"billing\",\"port\":8080}"));
        assertThat(CODEC.decode(CODEC.encode(service))).isEqualTo(service);
    }

    @Test
    void ignoresWhatANewerWriterAdded() {
        assertThat(CODEC.decode(Bytes.utf8("{\"name\":\"a\",\"port\":1,\"zone\":\"eu\"}")))
                .isEqualTo(new Service("a", 1));
    }

    @Test
    void hidesTheValueItCannotDecode() {
        for (String bad : List.of(
                "s3cret",
                "{\"name\":\"s3cret\",\"port\":\"s3cret\"}",
                "{\"name\":s3cret}",
                "[\"s3cret\"]",
                "\"s3cret")) {
            assertThatExceptionOfType(CodecException.class)
                    .as(bad)
                    .isThrownBy(() -> CODEC.decode(Bytes.utf8(bad)))
                    .withMessageContaining("Service")
                    .satisfies(JsonCodecTest::assertKeepsTheSecret);
        }
    }

    @Test
    void hidesTheValueItCannotEncode() {
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> JsonCodec.of(Unwritable.class).encode(new Unwritable()))
                .satisfies(JsonCodecTest::assertKeepsTheSecret);
    }

    @Test
    void refusesAnEmptyValue() {
        assertThatExceptionOfType(CodecException.class).isThrownBy(() -> CODEC.decode(Bytes.empty()));
    }

    @Test
    void hidesWhatIsNotANumber() {
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> Codec.number().decode(Bytes.utf8("s3cret")))
                .satisfies(JsonCodecTest::assertKeepsTheSecret);
        assertThat(Codec.number().decode(Bytes.utf8("-42"))).isEqualTo(-42L);
    }

    private static void assertKeepsTheSecret(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("s3cret");
    }
}
