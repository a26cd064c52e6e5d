package io.gatewaystore;

import io.gatewaystore.internal.Keys;
import java.util.Objects;
import java.util.Optional;

/**
 * A set of keys: one key, everything under a directory, everything with a prefix, an interval, or all.
 *
 * <p>Every range is an interval of the key order (unsigned UTF-8 bytes), start inclusive and end exclusive. A range given to
 * a {@linkplain Store#namespace namespace} is relative to it.
 *
 * <p>Immutable.
 */
public final class KeyRange {

    private static final KeyRange ALL = new KeyRange(Bytes.empty(), Bytes.empty());

    private final Bytes start;
    private final Bytes end;

    private KeyRange(Bytes start, Bytes end) {
        this.start = start;
        this.end = end;
    }

    /**
     * One key.
     *
     * @param key the key
     * @return the range that holds it alone
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     */
    public static KeyRange single(String key) {
        Bytes start = Keys.encode(key);
        return new KeyRange(start, Keys.successor(start));
    }

    /**
     * Everything under a directory: the keys that begin with {@code name + "/"}. So {@code directory("services")} holds
     * {@code services/a} and {@code services/a/b}, but neither {@code services} nor {@code services2/x}.
     *
     * @param name the directory, without a slash at its end
     * @return the range under it
     * @throws IllegalArgumentException if the name is empty, ends with a slash or is not well-formed Unicode
     */
    public static KeyRange directory(String name) {
        if (name.endsWith("/")) {
            throw new IllegalArgumentException("directory: '" + name + "' (expected: no slash at the end)");
        }
        Keys.encode(name);
        return prefix(name + "/");
    }

    /**
     * The keys that begin with some text. Mind that {@code prefix("a")} holds {@code ab} too; see {@link #directory}.
     *
     * @param prefix the text
     * @return the range of keys that begin with it
     * @throws IllegalArgumentException if the prefix is empty or not well-formed Unicode
     */
    public static KeyRange prefix(String prefix) {
        Bytes start = Keys.encode(prefix);
        return new KeyRange(start, Keys.prefixEnd(start));
    }

    /**
     * The keys from one up to, and without, another.
     *
     * @param startInclusive the first key
     * @param endExclusive the first key that no longer belongs; it may not come before the start
     * @return the interval; empty if both are equal
     * @throws IllegalArgumentException if a key is empty or not well-formed Unicode, or the end comes before the start
     */
    public static KeyRange interval(String startInclusive, String endExclusive) {
        return of(Keys.encode(startInclusive), Keys.encode(endExclusive));
    }

    /**
     * The keys from one on.
     *
     * @param startInclusive the first key
     * @return the range from it to the last key there is
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     */
    public static KeyRange startingAt(String startInclusive) {
        return of(Keys.encode(startInclusive), Bytes.empty());
    }

    /**
     * Every key.
     *
     * @return the range that holds all keys, or all of the namespace it is used in
     */
    public static KeyRange all() {
        return ALL;
    }

    /**
     * A range by its bounds as they lie in the store. Made for backends; applications name keys.
     *
     * @param start the first key; empty means from the first there is
     * @param end the first key that no longer belongs; empty means up to the last there is
     * @return the range
     * @throws IllegalArgumentException if the end comes before the start
     */
    public static KeyRange of(Bytes start, Bytes end) {
        Objects.requireNonNull(start, "start");
        if (!end.isEmpty() && end.compareTo(start) < 0) {
            throw new IllegalArgumentException("end of the key range: it comes before the start (expected: start <= end"
                    + " in the order of unsigned UTF-8 bytes)");
        }
        return start.isEmpty() && end.isEmpty() ? ALL : new KeyRange(start, end);
    }

    /**
     * The first key.
     *
     * @return the lower bound, inclusive; empty if there is none
     */
    public Bytes start() {
        return start;
    }

    /**
     * The first key that no longer belongs.
     *
     * @return the upper bound, exclusive; empty if there is none
     */
    public Bytes end() {
        return end;
    }

    /**
     * The only key this range can hold.
     *
     * @return the key if the range was made by, or equals, {@link #single}; else empty
     */
    public Optional<Bytes> singleKey() {
        boolean single = end.size() == start.size() + 1 && end.at(start.size()) == 0 && end.startsWith(start);
        return single && !start.isEmpty() ? Optional.of(start) : Optional.empty();
    }

    /**
     * Whether no key can belong.
     *
     * @return true for an interval whose bounds are equal, or that ends with the first key there can be
     */
    public boolean isEmpty() {
        boolean endsWithFirstKey = start.isEmpty() && end.size() == 1 && end.at(0) == 0;
        return !end.isEmpty() && (endsWithFirstKey || start.equals(end));
    }

    /**
     * Whether a key belongs.
     *
     * @param key the key as it lies in the store
     * @return true if it is at or after the start and before the end
     */
    public boolean contains(Bytes key) {
        return key.compareTo(start) >= 0 && (end.isEmpty() || key.compareTo(end) < 0);
    }

    /**
     * Whether some key can belong to both ranges.
     *
     * @param other the other range
     * @return true if the intersection is not empty
     */
    public boolean overlaps(KeyRange other) {
        return !isEmpty()
                && !other.isEmpty()
                && (end.isEmpty() || other.start.compareTo(end) < 0)
                && (other.end.isEmpty() || start.compareTo(other.end) < 0);
    }

    /**
     * The same range below a prefix. Made for namespaces.
     *
     * @param prefix what every key of the result begins with
     * @return the range of {@code prefix + key} for every key of this range
     */
    public KeyRange under(Bytes prefix) {
        if (prefix.isEmpty()) {
            return this;
        }
        // Without a start, the first key is the shortest below the prefix: the prefix itself would be an empty key
        // there.
        Bytes first = start.isEmpty() ? Keys.successor(prefix) : prefix.concat(start);
        return new KeyRange(first, end.isEmpty() ? Keys.prefixEnd(prefix) : prefix.concat(end));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyRange that && start.equals(that.start) && end.equals(that.end);
    }

    @Override
    public int hashCode() {
        return 31 * start.hashCode() + end.hashCode();
    }

    /** The bounds as text; bytes that are not UTF-8 are shown as U+FFFD. */
    @Override
    public String toString() {
        return singleKey()
                .map(Bytes::toUtf8)
                .orElseGet(() -> "[" + start.toUtf8() + ", " + (end.isEmpty() ? "∞" : end.toUtf8()) + ")");
    }
}
