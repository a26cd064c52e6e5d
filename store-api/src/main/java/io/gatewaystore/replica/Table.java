package io.gatewaystore.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table that never changes. The next one shares all its pages but those that differ, so that one is made per revision, and reading takes
 * two steps, however many entries there are.
 *
 * <p>A page is an array of slots; a slot is null, an entry, or the entries whose keys fell there. There are about as many slots in a page as there
 * are pages, since a change copies one page and the array of pages.
 *
 * <p>Immutable.
 */
final class Table<V> {

    private static final int FEWEST_BITS = 4;
    private static final int MOST_BITS = 30;
    /** Spreads the hashes of similar strings over the upper bits: 2^32 divided by the golden ratio. */
    private static final int SPREAD = 0x9E3779B9;

    /** One slot for each value of so many bits of a hash. */
    private final int bits;
    /** So many of them choose within a page. */
    private final int bitsInPage;

    private final Object[][] pages;
    private final int size;
    private final int undecodable;

    private Table(int bits, Object[][] pages, int size, int undecodable) {
        this.bits = bits;
        this.bitsInPage = bitsInPage(bits);
        this.pages = pages;
        this.size = size;
        this.undecodable = undecodable;
    }

    private static int bitsInPage(int bits) {
        return bits / 2;
    }

    /** How many entries there are, those that did not decode included. */
    int size() {
        return size;
    }

    /** How many of them did not decode. */
    int undecodable() {
        return undecodable;
    }

    /** The entry of a key, decoded or not, or null if there is none. */
    @Nullable
    ReplicaEntry<V> find(String key) {
        int at = slot(key, bits);
        return in(pages[at >>> bitsInPage][at & ((1 << bitsInPage) - 1)], key);
    }

    private static int slot(String key, int bits) {
        return (key.hashCode() * SPREAD) >>> -bits;
    }

    // What a slot holds was put there as entries of this type, and arrays of them.
    @SuppressWarnings("unchecked")
    private static <V> @Nullable ReplicaEntry<V> in(@Nullable Object slot, String key) {
        if (slot instanceof ReplicaEntry<?> entry) {
            return entry.key().equals(key) ? (ReplicaEntry<V>) entry : null;
        }
        if (slot != null) {
            for (ReplicaEntry<V> entry : (ReplicaEntry<V>[]) slot) {
                if (entry.key().equals(key)) {
                    return entry;
                }
            }
        }
        return null;
    }

    /** Goes through all entries, in no order. */
    // As above.
    @SuppressWarnings("unchecked")
    void forEach(Consumer<ReplicaEntry<V>> action) {
        for (Object[] page : pages) {
            for (Object slot : page) {
                if (slot instanceof ReplicaEntry<?> entry) {
                    action.accept((ReplicaEntry<V>) entry);
                } else if (slot != null) {
                    Arrays.asList((ReplicaEntry<V>[]) slot).forEach(action);
                }
            }
        }
    }

    /** The entries that decoded, in key order. */
    List<ReplicaEntry<V>> sorted() {
        List<ReplicaEntry<V>> entries = new ArrayList<>(size);
        forEach(entry -> {
            if (entry.isDecoded()) {
                entries.add(entry);
            }
        });
        entries.sort((left, right) -> KeyOrder.INSTANCE.compare(left.key(), right.key()));
        return entries;
    }

    /** Begins the next table. */
    Edit<V> edit() {
        return new Edit<>(this);
    }

    /** Begins a table with room for some entries. */
    static <V> Edit<V> withRoomFor(int entries) {
        int bits =
                Math.min(MOST_BITS, Math.max(FEWEST_BITS, 32 - Integer.numberOfLeadingZeros(Math.max(1, entries) - 1)));
        return new Edit<>(bits);
    }

    /** A table in the making. Not thread-safe. */
    static final class Edit<V> {

        private int bits;
        private Object[][] pages;
        /** The pages that no finished table has. */
        private boolean[] own;

        private int size;
        private int undecodable;

        private Edit(Table<V> before) {
            bits = before.bits;
            pages = before.pages.clone();
            own = new boolean[pages.length];
            size = before.size;
            undecodable = before.undecodable;
        }

        private Edit(int bits) {
            clear(bits);
        }

        private void clear(int newBits) {
            bits = newBits;
            pages = new Object[1 << (bits - bitsInPage(bits))][1 << bitsInPage(bits)];
            own = new boolean[pages.length];
            Arrays.fill(own, true);
            size = 0;
            undecodable = 0;
        }

        /** Puts an entry in the place of the one with its key, which it returns. */
        @Nullable
        ReplicaEntry<V> put(ReplicaEntry<V> entry) {
            ReplicaEntry<V> before = remove(entry.key());
            if (size >= 1 << bits && bits < MOST_BITS) {
                grow();
            }
            int at = slot(entry.key(), bits);
            Object[] page = page(at);
            int within = at & (page.length - 1);
            page[within] = plus(page[within], entry);
            count(entry, 1);
            return before;
        }

        /** Takes out the entry of a key and returns it. */
        @Nullable
        ReplicaEntry<V> remove(String key) {
            int at = slot(key, bits);
            Object[] shared = pages[at >>> bitsInPage(bits)];
            int within = at & (shared.length - 1);
            ReplicaEntry<V> before = in(shared[within], key);
            if (before != null) {
                page(at)[within] = minus(shared[within], before);
                count(before, -1);
            }
            return before;
        }

        /** The table; this is not to be used any more. */
        Table<V> done() {
            return new Table<>(bits, pages, size, undecodable);
        }

        private void count(ReplicaEntry<V> entry, int by) {
            size += by;
            undecodable += entry.isDecoded() ? 0 : by;
        }

        private Object[] page(int at) {
            int page = at >>> bitsInPage(bits);
            if (!own[page]) {
                pages[page] = pages[page].clone();
                own[page] = true;
            }
            return pages[page];
        }

        private void grow() {
            Table<V> before = new Table<>(bits, pages, size, undecodable);
            clear(bits + 1);
            before.forEach(this::put);
        }

        private static Object plus(@Nullable Object slot, ReplicaEntry<?> entry) {
            if (slot == null) {
                return entry;
            }
            if (slot instanceof ReplicaEntry<?> other) {
                return new ReplicaEntry<?>[] {other, entry};
            }
            ReplicaEntry<?>[] others = (ReplicaEntry<?>[]) slot;
            ReplicaEntry<?>[] all = Arrays.copyOf(others, others.length + 1);
            all[others.length] = entry;
            return all;
        }

        private static @Nullable Object minus(Object slot, ReplicaEntry<?> entry) {
            if (slot instanceof ReplicaEntry<?>) {
                return null;
            }
            Collection<ReplicaEntry<?>> left = new ArrayList<>(Arrays.asList((ReplicaEntry<?>[]) slot));
            left.remove(entry);
            return left.size() == 1 ? left.iterator().next() : left.toArray(ReplicaEntry<?>[]::new);
        }
    }
}
