package io.gatewaystore.value;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.Store;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.error.CodecException;
import java.util.Objects;
import java.util.Optional;

/**
 * A 64-bit number under one key, which any number of nodes count up and down. A key that does not exist counts as 0. The value is decimal text, as
 * {@link Codec#number()} writes it.
 *
 * <p>Every addition is a read-modify-write that is repeated until nobody came between: none is lost, and each gives a result that was the counter's
 * value at one revision. Under contention it takes as many rounds as there are others, within the deadline of the store. To set it, put the key, or delete it to begin
 * at 0 again; {@link Store#replace} does so only if nobody has counted meanwhile.
 *
 * <p><strong>Errors.</strong> A key that holds no number fails with {@link CodecException}, naming it; additions that would overflow fail with
 * {@link ArithmeticException}. Nothing is written in either case. An addition that fails with an outcome that is
 * {@linkplain io.gatewaystore.error.Outcome#UNKNOWN unknown} may have been counted: whoever repeats it may count twice.
 *
 * <p>Thread-safe.
 */
public final class Counter {

    private final Store store;
    private final String key;

    /**
     * Counts under a key; {@link Store#counter} does the same. Nothing is read or written.
     *
     * @param store the store
     * @param key the key
     */
    public Counter(Store store, String key) {
        this.store = Objects.requireNonNull(store, "store");
        this.key = Objects.requireNonNull(key, "key");
    }

    /**
     * Reads the counter, from the store.
     *
     * @return the value, 0 if the key does not exist
     */
    public long get() {
        return number(store.get(key).map(Entry::value));
    }

    /**
     * Adds one.
     *
     * @return the value after it, which no other increment returns as long as nobody subtracts
     */
    public long increment() {
        return add(1);
    }

    /**
     * Adds a number.
     *
     * @param delta what to add; may be negative
     * @return the value after it
     */
    public long add(long delta) {
        return number(Optional.of(store.update(key, old -> Codec.number().encode(Math.addExact(number(old), delta)))
                .value()));
    }

    private long number(Optional<Bytes> value) {
        return value.map(bytes -> CodecException.naming(key, Codec.number()::decode, bytes))
                .orElse(0L);
    }

    @Override
    public String toString() {
        return "Counter[" + key + "]";
    }
}
