package io.gatewaystore.replica;

import io.gatewaystore.Entry;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.error.CodecException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key that is to be changed in a replica.
 *
 * @param key the key
 * @param entry what it is from now on, null if it is gone
 * @param undecodable why the entry has no value, null if it has one
 */
record Revised<V>(
        String key,
        @Nullable ReplicaEntry<V> entry,
        @Nullable CodecException undecodable) {

    static <V> Revised<V> gone(String key) {
        return new Revised<>(key, null, null);
    }

    /** Decodes an entry. Whatever the codec throws concerns this entry alone. */
    static <V> Revised<V> decoded(Entry entry, Codec<V> codec) {
        try {
            V value = codec.decode(entry.value());
            return new Revised<>(entry.key(), new ReplicaEntry<>(entry, Optional.of(value)), null);
        } catch (CodecException e) {
            return undecodable(entry, new CodecException("key '" + entry.key() + "': " + e.getMessage(), e));
        } catch (Throwable thrown) {
            // Its message may show the value.
            return undecodable(
                    entry,
                    new CodecException(
                            "key '" + entry.key() + "': the codec threw "
                                    + thrown.getClass().getName() + " (expected: a value, or a CodecException)",
                            null));
        }
    }

    private static <V> Revised<V> undecodable(Entry entry, CodecException cause) {
        return new Revised<>(entry.key(), new ReplicaEntry<>(entry, Optional.empty()), cause);
    }

    /** How it looks to a listener that knew the entry of before. */
    ReplicaChange<V> since(@Nullable ReplicaEntry<V> before) {
        return new ReplicaChange<>(key, visible(before), visible(entry), Optional.ofNullable(undecodable));
    }

    private static <V> Optional<ReplicaEntry<V>> visible(@Nullable ReplicaEntry<V> entry) {
        return Optional.ofNullable(entry).filter(ReplicaEntry::isDecoded);
    }
}
