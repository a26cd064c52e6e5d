package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The border between keys as text and keys as bytes. */
public final class Keys {

    private static final Bytes ZERO = Bytes.wrap(new byte[1]);

    private Keys() {}

    /**
     * Encodes a key.
     *
     * @param key the key
     * @return its UTF-8 bytes
     * @throws IllegalArgumentException if the key is empty or has an unpaired surrogate
     */
    public static Bytes encode(String key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("key: '' (expected: at least one character)");
        }
        if (!isWellFormed(key)) {
            throw new IllegalArgumentException(
                    "key: it has an unpaired surrogate (expected: well-formed Unicode, since keys are UTF-8 in the store)");
        }
        return Bytes.utf8(key);
    }

    /**
     * Decodes a key somebody wrote.
     *
     * @param key the key's bytes
     * @return the text, or empty if the bytes are not UTF-8
     */
    public static Optional<String> decode(Bytes key) {
        String text = key.toUtf8();
        // The replacement character shows up for malformed input, but may also be a legal part of a key.
        return text.indexOf('\uFFFD') < 0 || isUtf8(key) ? Optional.of(text) : Optional.empty();
    }

    /**
     * The first key after one.
     *
     * @param key the key
     * @return the key followed by a zero byte
     */
    public static Bytes successor(Bytes key) {
        return key.concat(ZERO);
    }

    /**
     * The first key after all that begin with a prefix.
     *
     * @param prefix the prefix
     * @return the end of its range, or empty if there is no key after it
     */
    public static Bytes prefixEnd(Bytes prefix) {
        byte[] end = prefix.toByteArray();
        for (int last = end.length - 1; last >= 0; last--) {
            if (end[last] != (byte) 0xff) {
                end[last]++;
                return Bytes.wrap(Arrays.copyOf(end, last + 1));
            }
        }
        return Bytes.empty();
    }

    private static boolean isWellFormed(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < key.length() && Character.isLowSurrogate(key.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf8(Bytes key) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key.toByteArray()));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
