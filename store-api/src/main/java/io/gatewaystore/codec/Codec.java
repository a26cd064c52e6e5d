package io.gatewaystore.codec;

import io.gatewaystore.Bytes;
import io.gatewaystore.error.CodecException;

/**
 * Turns values of a type into bytes and back.
 *
 * <p>A codec keeps {@code decode(encode(x)).equals(x)}. Equal values should give equal bytes, since a read-modify-write that
 * ends with the bytes it began with writes nothing.
 *
 * <p>Thread-safe.
 *
 * @param <T> the type
 */
public interface Codec<T> {

    /**
     * Encodes a value.
     *
     * @param value the value
     * @return its bytes
     * @throws CodecException if the value cannot be encoded
     */
    Bytes encode(T value);

    /**
     * Decodes bytes.
     *
     * @param bytes the bytes, as somebody wrote them
     * @return the value
     * @throws CodecException if the bytes are not an encoded value; the exception must not repeat them
     */
    T decode(Bytes bytes);

    /**
     * The bytes as they are.
     *
     * @return the codec
     */
    static Codec<Bytes> bytes() {
        return BasicCodecs.BYTES;
    }

    /**
     * Text as UTF-8. Malformed bytes do not decode.
     *
     * @return the codec
     */
    static Codec<String> text() {
        return BasicCodecs.TEXT;
    }

    /**
     * A signed 64-bit number as decimal text, readable and writable with any etcd tool.
     *
     * @return the codec
     */
    static Codec<Long> number() {
        return BasicCodecs.NUMBER;
    }
}
