package io.gatewaystore.codec;

import io.gatewaystore.Bytes;
import io.gatewaystore.error.CodecException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The codecs that need no library. */
final class BasicCodecs {

    static final Codec<Bytes> BYTES = new Codec<>() {
        @Override
        public Bytes encode(Bytes value) {
            return value;
        }

        @Override
        public Bytes decode(Bytes bytes) {
            return bytes;
        }
    };

    static final Codec<String> TEXT = new Codec<>() {
        @Override
        public Bytes encode(String value) {
            return Bytes.utf8(value);
        }

        @Override
        public String decode(Bytes bytes) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(bytes.asByteBuffer())
                        .toString();
            } catch (CharacterCodingException e) {
                throw new CodecException("the value is not UTF-8 text", e);
            }
        }
    };

    static final Codec<Long> NUMBER = new Codec<>() {
        @Override
        public Bytes encode(Long value) {
            return Bytes.utf8(value.toString());
        }

        @Override
        public Long decode(Bytes bytes) {
            try {
                return Long.valueOf(bytes.toUtf8());
            } catch (NumberFormatException e) {
                // The cause would repeat the value, which may be secret.
                throw new CodecException("the value is not a decimal 64-bit number", null);
            }
        }
    };

    private BasicCodecs() {}
}
