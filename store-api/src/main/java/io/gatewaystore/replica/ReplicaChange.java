package io.gatewaystore.replica;

import io.gatewaystore.error.CodecException;
import java.util.Objects;
import java.util.Optional;

/**
 * What happened to one key of a replica.
 *
 * <p>Immutable. (As far as the values are.)
 *
 * @param key the key
 * @param before the key as the listener knew it; empty if it did not exist, or its value did not decode
 * @param after the key as it is now; empty if it was deleted, or its value does not decode
 * @param undecodable why the new value does not decode; empty if it does, or the key was deleted
 * @param <V> the type of the values
 */
public record ReplicaChange<V>(
        String key,
        Optional<ReplicaEntry<V>> before,
        Optional<ReplicaEntry<V>> after,
        Optional<CodecException> undecodable) {

    /**
     * Creates a change.
     *
     * @param key the key
     * @param before the key as the listener knew it
     * @param after the key as it is now
     * @param undecodable why the new value does not decode
     */
    public ReplicaChange {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(undecodable, "undecodable");
    }
}
