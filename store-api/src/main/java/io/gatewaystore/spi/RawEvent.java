package io.gatewaystore.spi;

import io.gatewaystore.Bytes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One change as a backend reports it.
 *
 * <p>Immutable.
 */
public final class RawEvent {

    private final Bytes key;
    private final @Nullable RawEntry entry;
    private final @Nullable RawEntry previous;

    private RawEvent(Bytes key, @Nullable RawEntry entry, @Nullable RawEntry previous) {
        this.key = key;
        this.entry = entry;
        this.previous = previous;
    }

    /**
     * A key was written.
     *
     * @param entry the key as it is now
     * @param previous the key as it was, null if it did not exist or is not known
     * @return the event
     */
    public static RawEvent put(RawEntry entry, @Nullable RawEntry previous) {
        return new RawEvent(entry.key(), entry, previous);
    }

    /**
     * A key was deleted.
     *
     * @param key the key
     * @param previous the key as it was, null if that is not known
     * @return the event
     */
    public static RawEvent delete(Bytes key, @Nullable RawEntry previous) {
        return new RawEvent(key, null, previous);
    }

    /**
     * The key.
     *
     * @return the whole key
     */
    public Bytes key() {
        return key;
    }

    /**
     * The key as it is now.
     *
     * @return the entry; empty if the key was deleted
     */
    public Optional<RawEntry> entry() {
        return Optional.ofNullable(entry);
    }

    /**
     * The key as it was.
     *
     * @return the entry; empty if it did not exist or is not known
     */
    public Optional<RawEntry> previous() {
        return Optional.ofNullable(previous);
    }
}
