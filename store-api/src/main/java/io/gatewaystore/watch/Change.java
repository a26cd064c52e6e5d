package io.gatewaystore.watch;

import io.gatewaystore.Entry;
import java.util.Objects;
import java.util.Optional;

/**
 * What happened to one key at one revision.
 *
 * <p>Immutable.
 */
public sealed interface Change {

    /**
     * The key.
     *
     * @return the key, relative to the namespace of the store watched
     */
    String key();

    /**
     * The revision of the change.
     *
     * @return the revision
     */
    long revision();

    /**
     * The key before the change.
     *
     * @return the entry; empty if the key did not exist, if the watch was not asked for {@linkplain WatchOptions#withPrevious() previous
     *     entries}, or if the store no longer has that history
     */
    Optional<Entry> previous();

    /**
     * The key was written.
     *
     * <p>Immutable.
     *
     * @param entry the key as it is now
     * @param previous the key as it was
     */
    record Put(Entry entry, Optional<Entry> previous) implements Change {

        /**
         * Creates a change.
         *
         * @param entry the key as it is now
         * @param previous the key as it was
         */
        public Put {
            Objects.requireNonNull(entry, "entry");
            Objects.requireNonNull(previous, "previous");
        }

        @Override
        public String key() {
            return entry.key();
        }

        @Override
        public long revision() {
            return entry.modRevision();
        }

        /**
         * Whether this write created the key.
         *
         * @return true if the key did not exist before this write
         */
        public boolean isCreate() {
            return entry.version() == 1;
        }
    }

    /**
     * The key was deleted, by somebody or because its lease ended.
     *
     * <p>Immutable.
     *
     * @param key the key
     * @param revision the revision of the deletion; in a {@link Resync}, where that is not known, the modRevision the key last had
     * @param previous the key as it was
     */
    record Delete(String key, long revision, Optional<Entry> previous) implements Change {

        /**
         * Creates a change.
         *
         * @param key the key
         * @param revision the revision
         * @param previous the key as it was
         */
        public Delete {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(previous, "previous");
        }
    }
}
