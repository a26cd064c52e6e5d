package io.gatewaystore;

import java.util.Objects;

/**
 * A key with its value at some revision.
 *
 * <p>Immutable.
 *
 * @param key the key, relative to the namespace of the store it came from
 * @param value the value, possibly empty
 * @param createRevision the revision of the write that created the key, after its last deletion if there was one
 * @param modRevision the revision of the last write to the key: what a conditional write compares with
 * @param version how many writes the key has had since it was created, 1 for a new one
 * @param leased whether the key is deleted by itself when a lease ends (a TTL or a session)
 */
public record Entry(String key, Bytes value, long createRevision, long modRevision, long version, boolean leased) {

    /**
     * Creates an entry.
     *
     * @param key the key
     * @param value the value
     * @param createRevision the revision that created the key
     * @param modRevision the revision of the last write
     * @param version the number of writes since it was created
     * @param leased whether a lease can delete it
     */
    public Entry {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
    }

    /** Everything but the value, which may be secret. */
    @Override
    public String toString() {
        return "Entry[" + key + ", " + value.size() + " bytes, createRevision=" + createRevision + ", modRevision="
                + modRevision + ", version=" + version + (leased ? ", leased]" : "]");
    }
}
