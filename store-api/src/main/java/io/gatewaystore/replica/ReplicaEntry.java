package io.gatewaystore.replica;

import io.gatewaystore.Entry;
import java.util.Optional;

/**
 * A key as a replica holds it: with its value decoded, and without the bytes it was decoded from.
 *
 * <p>Immutable. (As far as the value is.)
 *
 * @param <V> the type of the value
 */
public final class ReplicaEntry<V> {

    private final String key;
    /** Made once, so that a read makes nothing. Empty if the value did not decode. */
    private final Optional<V> value;

    private final long createRevision;
    private final long modRevision;
    private final long version;
    private final boolean leased;
    private final int digest;
    /** Where a table has it. */
    private final int hash;

    /** An entry of the store with its value decoded, or with none if that failed. */
    ReplicaEntry(Entry entry, Optional<V> value) {
        this.key = entry.key();
        this.value = value;
        this.createRevision = entry.createRevision();
        this.modRevision = entry.modRevision();
        this.version = entry.version();
        this.leased = entry.leased();
        this.digest = Digest.of(entry.value());
        this.hash = Table.hash(key);
    }

    /**
     * The key.
     *
     * @return the key, relative to the namespace of the store
     */
    public String key() {
        return key;
    }

    /**
     * The value.
     *
     * @return the value
     */
    public V value() {
        return value.orElseThrow();
    }

    /**
     * The revision of the write that created the key.
     *
     * @return the revision
     */
    public long createRevision() {
        return createRevision;
    }

    /**
     * The revision of the last write to the key: what a {@linkplain io.gatewaystore.Store#replace(String, long, io.gatewaystore.Bytes)
     * conditional write} compares with.
     *
     * @return the revision
     */
    public long modRevision() {
        return modRevision;
    }

    /**
     * How many writes the key has had since it was created.
     *
     * @return the number, 1 for a new key
     */
    public long version() {
        return version;
    }

    /**
     * Whether the key is deleted by itself when a lease ends.
     *
     * @return true for a key with a TTL or of a session
     */
    public boolean leased() {
        return leased;
    }

    int hash() {
        return hash;
    }

    /** The value, or nothing if it did not decode. */
    Optional<V> content() {
        return value;
    }

    boolean isDecoded() {
        return value.isPresent();
    }

    /** Whether it was made of this entry, as far as the digest of the value tells. */
    boolean isOf(Entry entry) {
        return modRevision == entry.modRevision() && digest == Digest.of(entry.value());
    }

    /** Everything but the value, which may be secret. */
    @Override
    public String toString() {
        return "ReplicaEntry[" + key + ", createRevision=" + createRevision + ", modRevision=" + modRevision
                + ", version=" + version + (leased ? ", leased" : "") + (isDecoded() ? "]" : ", does not decode]");
    }
}
