package io.gatewaystore.value;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteResult;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.codec.TypedStore;
import io.gatewaystore.error.CodecException;
import io.gatewaystore.replica.ReadLevel;
import io.gatewaystore.replica.Replica;
import io.gatewaystore.replica.ReplicaChange;
import io.gatewaystore.replica.ReplicaChanges;
import io.gatewaystore.replica.ReplicaEntry;
import io.gatewaystore.replica.ReplicaListener;
import io.gatewaystore.replica.ReplicaSnapshot;
import io.gatewaystore.replica.Undecodable;
import io.gatewaystore.status.Subscription;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One typed value under one key, at hand on every node: reading it costs no I/O, and each node is told when it changes.
 *
 * <pre>{@code
 * try (Setting<Limits> limits = store.setting("config/limits", JsonCodec.of(Limits.class))) {
 *     limits.observe(value -> apply(value.orElse(Limits.DEFAULT)));
 *     int most = limits.current().orElse(Limits.DEFAULT).requestsPerSecond();
 * }
 * }</pre>
 *
 * <p>It is a {@link Replica} of one key, with its guarantees: a read sees every own write acknowledged before it; cut off from the store it keeps
 * its value; a value that does not decode counts as none, and {@link #problem()} says why.
 *
 * <p>Thread-safe.
 *
 * @param <T> the type of the value
 */
public final class Setting<T> implements AutoCloseable {

    private final TypedStore<T> store;
    private final Store untyped;
    private final String key;
    private final Replica<T> replica;

    /**
     * Is told how a setting changes.
     *
     * <p>Safe for use by one thread at a time.
     *
     * @param <T> the type of the value
     */
    @FunctionalInterface
    public interface Listener<T> {

        /**
         * The setting changed. Called in order, one call at a time, on the store's own threads; may block. A listener that falls far behind is
         * told of several changes as one.
         *
         * @param before the value it had; empty if it had none that decodes
         * @param after the value it has; empty if it has none that decodes
         */
        void onChange(Optional<T> before, Optional<T> after);
    }

    /**
     * Follows a key; {@link Store#setting} does the same. Returns when the value has been read.
     *
     * @param store the store
     * @param key the key
     * @param codec how the value becomes bytes
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     * @throws io.gatewaystore.error.DeadlineExceededException if the value could not be read within the deadline of the store
     */
    public Setting(Store store, String key, Codec<T> codec) {
        this.untyped = Objects.requireNonNull(store, "store");
        this.store = store.typed(codec);
        this.key = key;
        this.replica = store.replicate(KeyRange.single(key), codec);
    }

    /**
     * The value, without I/O. Sees own writes; fails as a read of a {@link Replica} does.
     *
     * @return the value, or empty if there is none that decodes
     */
    public Optional<T> current() {
        return replica.get(key);
    }

    /**
     * The value, as fresh as asked for.
     *
     * @param level how fresh
     * @return the value, or empty if there is none that decodes
     */
    public Optional<T> current(ReadLevel level) {
        return replica.get(key, level);
    }

    /**
     * Sets the value, whatever it was.
     *
     * @param value the value
     * @return the revision of the write
     */
    public WriteResult.Applied set(T value) {
        return store.put(key, value);
    }

    /**
     * Reads, changes and sets the value, again and again until nobody came between.
     *
     * @param change makes the new value of the old one; may be called several times and should not have side effects
     * @return the value as it stands in the end
     */
    public T update(Function<Optional<T>, T> change) {
        return store.update(key, change);
    }

    /** Removes the value. */
    public void clear() {
        untyped.delete(key);
    }

    /**
     * Why the value that the key has does not decode.
     *
     * @return what the codec said; empty if there is a value, or no key
     */
    public Optional<CodecException> problem() {
        return replica.undecodable().stream().findFirst().map(Undecodable::cause);
    }

    /**
     * Tells a listener of every change from now on.
     *
     * @param listener the listener
     * @return stands for the listener, to end it; it ends with the setting too
     */
    public Subscription onChange(Listener<T> listener) {
        Objects.requireNonNull(listener, "listener");
        return replica.listen(changes -> {
            for (ReplicaChange<T> change : changes) {
                listener.onChange(
                        change.before().map(ReplicaEntry::value), change.after().map(ReplicaEntry::value));
            }
        });
    }

    /**
     * Tells an observer the value of now, and every one after it. It is called in order, one call at a time, on the store's own threads, and may block; an observer that
     * falls far behind is told of the newest of several values.
     *
     * @param observer is told the value; empty if there is none that decodes
     * @return stands for the observer, to end it; it ends with the setting too
     */
    public Subscription observe(Consumer<Optional<T>> observer) {
        return replica.listen(new Observer<>(key, Objects.requireNonNull(observer, "observer")));
    }

    private record Observer<T>(String key, Consumer<Optional<T>> observer) implements ReplicaListener<T> {

        @Override
        public void onSnapshot(ReplicaSnapshot<T> snapshot) {
            observer.accept(snapshot.get(key));
        }

        @Override
        public void onChanges(ReplicaChanges<T> changes) {
            changes.forEach(change -> observer.accept(change.after().map(ReplicaEntry::value)));
        }
    }

    /**
     * The replica that it is: to join a {@link io.gatewaystore.replica.ReplicaGroup} with, to see how up to date it is, to verify it.
     *
     * @return the replica, which ends with the setting
     */
    public Replica<T> replica() {
        return replica;
    }

    /** Ends it, as {@link Replica#close()} does; the key stays. */
    @Override
    public void close() {
        replica.close();
    }

    @Override
    public String toString() {
        return "Setting[" + key + "]";
    }
}
