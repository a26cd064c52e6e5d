package io.gatewaystore.codec;

import io.gatewaystore.Entry;

/**
 * An entry with its value decoded.
 *
 * <p>Immutable. (As far as the value is.)
 *
 * @param entry the entry as it lies in the store: what a conditional write names
 * @param value its value
 * @param <T> the type of the value
 */
public record TypedEntry<T>(Entry entry, T value) {

    /**
     * The entry's key.
     *
     * @return the key
     */
    public String key() {
        return entry.key();
    }

    /**
     * The revision of the last write to the key.
     *
     * @return the modRevision
     */
    public long modRevision() {
        return entry.modRevision();
    }

    /** The entry without its value, which may be secret. */
    @Override
    public String toString() {
        return "TypedEntry[" + entry + "]";
    }
}
