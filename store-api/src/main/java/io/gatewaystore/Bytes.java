package io.gatewaystore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * An immutable sequence of bytes: a value, or a key as it lies in the store.
 *
 * <p>Ordered by unsigned byte, which is the order of keys in a store. Bytes are copied when they come from or go to the
 * caller as an array and are shared inside the library.
 *
 * <p>Immutable.
 */
public final class Bytes implements Comparable<Bytes> {

    private static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /**
     * The empty sequence, which is a legal value and never a legal key.
     *
     * @return no bytes
     */
    public static Bytes empty() {
        return EMPTY;
    }

    /**
     * Copies bytes.
     *
     * @param bytes the bytes; later changes to the array have no effect
     * @return the same bytes
     */
    public static Bytes copyOf(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
    }

    /**
     * Copies the remaining bytes of a buffer and leaves its position alone.
     *
     * @param buffer the buffer
     * @return its remaining bytes
     */
    public static Bytes copyOf(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return wrap(copy);
    }

    /**
     * Encodes text as UTF-8.
     *
     * @param text the text; an unpaired surrogate becomes {@code ?}, as {@link String#getBytes} does
     * @return its bytes
     */
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Takes an array over without copying. Made for backends and codecs on a hot path.
     *
     * @param bytes the bytes, which the caller must never change again
     * @return a view of the array
     */
    public static Bytes wrap(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(Objects.requireNonNull(bytes, "bytes"));
    }

    /**
     * How many bytes there are.
     *
     * @return the length, 0 or more
     */
    public int size() {
        return array.length;
    }

    /**
     * Whether there are none.
     *
     * @return true if the length is 0
     */
    public boolean isEmpty() {
        return array.length == 0;
    }

    /**
     * One byte.
     *
     * @param index from 0 to {@code size() - 1}
     * @return the byte
     * @throws IndexOutOfBoundsException if the index is outside these bounds
     */
    public byte at(int index) {
        return array[index];
    }

    /**
     * Copies the bytes out.
     *
     * @return a new array
     */
    public byte[] toByteArray() {
        return array.clone();
    }

    /**
     * The bytes as a read-only buffer, without copying.
     *
     * @return a new buffer from position 0 to {@code size()}
     */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(array).asReadOnlyBuffer();
    }

    /**
     * Decodes the bytes as UTF-8.
     *
     * @return the text; malformed input becomes U+FFFD, as {@link String#String(byte[], java.nio.charset.Charset)} does
     */
    public String toUtf8() {
        return new String(array, StandardCharsets.UTF_8);
    }

    /**
     * Whether these bytes begin with others.
     *
     * @param prefix the bytes to look for
     * @return true if the first {@code prefix.size()} bytes are equal to them
     */
    public boolean startsWith(Bytes prefix) {
        return array.length >= prefix.array.length
                && Arrays.equals(array, 0, prefix.array.length, prefix.array, 0, prefix.array.length);
    }

    /**
     * These bytes followed by others.
     *
     * @param tail what follows
     * @return the concatenation
     */
    public Bytes concat(Bytes tail) {
        if (isEmpty()) {
            return tail;
        }
        if (tail.isEmpty()) {
            return this;
        }
        byte[] joined = Arrays.copyOf(array, array.length + tail.array.length);
        System.arraycopy(tail.array, 0, joined, array.length, tail.array.length);
        return wrap(joined);
    }

    /**
     * These bytes without the first ones.
     *
     * @param count how many to leave out, at most {@code size()}
     * @return the rest
     */
    public Bytes skip(int count) {
        return count == 0 ? this : wrap(Arrays.copyOfRange(array, count, array.length));
    }

    /** Compares by unsigned byte; a prefix comes before what it is a prefix of. */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    /** The length only: values may be secret and never belong in a log. */
    @Override
    public String toString() {
        return "Bytes[" + array.length + "]";
    }
}
