package io.gatewaystore.codec;

import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.WriteResult;
import io.gatewaystore.error.CodecException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A view of a store whose values are of one type.
 *
 * <pre>{@code
 * TypedStore<Service> services = store.typed(JsonCodec.of(Service.class));
 * services.put("services/billing", new Service("billing", "http://10.0.0.7:8080"));
 * }</pre>
 *
 * <p>Every method behaves as its namesake in {@link Store} and fails as that does; reading a value that does not decode fails with
 * a {@link CodecException} that names the key. The view has no life of its own: close the store.
 *
 * <p>Thread-safe.
 *
 * @param <T> the type of the values
 */
public final class TypedStore<T> {

    private final Store store;
    private final Codec<T> codec;

    /**
     * Creates a view; {@link Store#typed} does the same.
     *
     * @param store the store
     * @param codec how values become bytes
     */
    public TypedStore(Store store, Codec<T> codec) {
        this.store = Objects.requireNonNull(store, "store");
        this.codec = Objects.requireNonNull(codec, "codec");
    }

    /**
     * Reads a key.
     *
     * @param key the key
     * @return the entry, or empty if there is none
     */
    public Optional<TypedEntry<T>> get(String key) {
        return store.get(key).map(this::decode);
    }

    /**
     * Reads a range at one revision.
     *
     * @param range the range
     * @return its entries in key order
     */
    public List<TypedEntry<T>> list(KeyRange range) {
        return store.list(range).entries().stream().map(this::decode).toList();
    }

    /**
     * Writes a key, whatever it held.
     *
     * @param key the key
     * @param value the value
     * @return the revision of the write
     */
    public WriteResult.Applied put(String key, T value) {
        return store.put(key, codec.encode(value));
    }

    /**
     * Writes a key, whatever it held.
     *
     * @param key the key
     * @param value the value
     * @param options how long it lives
     * @return the revision of the write
     */
    public WriteResult.Applied put(String key, T value, WriteOptions options) {
        return store.put(key, codec.encode(value), options);
    }

    /**
     * Writes a key that does not exist.
     *
     * @param key the key
     * @param value the value
     * @return applied, or the conflict with the key that exists
     */
    public WriteResult create(String key, T value) {
        return store.create(key, codec.encode(value));
    }

    /**
     * Writes a key that has not changed since it was read.
     *
     * @param entry the entry as it was read
     * @param value the new value
     * @return applied, or the conflict with what the key is now
     */
    public WriteResult replace(TypedEntry<T> entry, T value) {
        return store.replace(entry.entry(), codec.encode(value));
    }

    /**
     * Reads, changes and writes a key, again and again until nobody came between.
     *
     * @param key the key
     * @param change makes the new value of the old one; may be called several times and should not have side effects
     * @return the value as it stands in the end
     */
    public T update(String key, Function<Optional<T>, T> change) {
        return codec.decode(store.update(
                        key,
                        old -> codec.encode(
                                change.apply(old.map(bytes -> CodecException.naming(key, codec::decode, bytes)))))
                .value());
    }

    /**
     * Decodes an entry read elsewhere, such as in a watch.
     *
     * @param entry the entry
     * @return the entry with its value
     * @throws CodecException if the value does not decode; names the key
     */
    public TypedEntry<T> decode(Entry entry) {
        return new TypedEntry<>(entry, CodecException.naming(entry.key(), codec::decode, entry.value()));
    }
}
