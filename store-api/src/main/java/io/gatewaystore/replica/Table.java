package io.gatewaystore.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table that never changes. The next one shares all its pages but those that differ, so that one is made per revision, and reading takes
 * two steps, however many entries there are.
 *
 * <p>A page is an array of entries, each in the slot that its hash names or the next free one after that. Pages grow one by one: their hashes decide how full each is. There are
 * about as many entries in a page as there are pages, since a change copies one page and the array of pages.
 *
 * <p>Immutable.
 */
final class Table<V> {

    private static final int FEWEST_BITS = 2;
    private static final int MOST_BITS = 15;
    private static final int SHORTEST_PAGE = 4;
    /** Spreads the hashes of similar strings over the upper bits: 2^32 divided by the golden ratio. */
    private static final int SPREAD = 0x9E3779B9;

    /** One page for each value of so many upper bits of a hash. */
    private final int bits;

    private final @Nullable ReplicaEntry<V>[][] pages;
    private final int size;
    private final int undecodable;
    private volatile @Nullable List<ReplicaEntry<V>> sorted;

    private Table(int bits, @Nullable ReplicaEntry<V>[][] pages, int size, int undecodable) {
        this.bits = bits;
        this.pages = pages;
        this.size = size;
        this.undecodable = undecodable;
    }

    /** The upper bits choose a page, the lower ones a slot in it. */
    static int hash(String key) {
        int spread = key.hashCode() * SPREAD;
        return spread ^ spread >>> 16;
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
        int hash = hash(key);
        @Nullable ReplicaEntry<V>[] page = pages[hash >>> -bits];
        return page[slot(page, hash, key)];
    }

    /** Where a key is, or would be: there is always a free slot. */
    private static <V> int slot(@Nullable ReplicaEntry<V>[] page, int hash, String key) {
        int last = page.length - 1;
        int slot = hash & last;
        ReplicaEntry<V> entry = page[slot];
        // Keys are compared only where hashes are equal: to look at a key takes time that to look at an entry does not.
        while (entry != null && !(entry.hash() == hash && entry.key().equals(key))) {
            slot = slot + 1 & last;
            entry = page[slot];
        }
        return slot;
    }

    /** Goes through all entries, in no order. */
    void forEach(Consumer<ReplicaEntry<V>> action) {
        for (@Nullable ReplicaEntry<V>[] page : pages) {
            for (ReplicaEntry<V> entry : page) {
                if (entry != null) {
                    action.accept(entry);
                }
            }
        }
    }

    /** The entries that decoded, in key order. They are sorted once. */
    List<ReplicaEntry<V>> sorted() {
        List<ReplicaEntry<V>> known = sorted;
        if (known == null) {
            List<ReplicaEntry<V>> entries = new ArrayList<>(size - undecodable);
            forEach(entry -> {
                if (entry.isDecoded()) {
                    entries.add(entry);
                }
            });
            entries.sort((left, right) -> KeyOrder.INSTANCE.compare(left.key(), right.key()));
            known = Collections.unmodifiableList(entries);
            sorted = known;
        }
        return known;
    }

    /** Begins the next table. */
    Edit<V> edit() {
        return new Edit<>(this);
    }

    /** Begins a table with room for some entries. */
    static <V> Edit<V> withRoomFor(int entries) {
        int bits = FEWEST_BITS;
        while (bits < MOST_BITS && entries > capacity(bits)) {
            bits++;
        }
        return new Edit<>(bits, pageFor(entries >>> bits));
    }

    /** How many entries so many pages are for: as many in each. */
    private static long capacity(int bits) {
        return 1L << (2 * bits);
    }

    /** A page with so many entries is half full at most. */
    private static int pageFor(int entries) {
        int length = SHORTEST_PAGE;
        while (length < 2 * entries) {
            length *= 2;
        }
        return length;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // There are no arrays of generic types.
    private static <V> @Nullable ReplicaEntry<V>[] newPage(int length) {
        return new ReplicaEntry[length];
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // As above.
    private static <V> @Nullable ReplicaEntry<V>[][] newPages(int bits, int length) {
        return new ReplicaEntry[1 << bits][length];
    }

    /** A table in the making. Not thread-safe. */
    static final class Edit<V> {

        private int bits;
        private @Nullable ReplicaEntry<V>[][] pages;
        /** How many entries there are in each page that no finished table has; below zero for those that are shared. */
        private int[] counts;

        private int size;
        private int undecodable;

        private Edit(Table<V> before) {
            bits = before.bits;
            pages = before.pages.clone();
            counts = new int[pages.length];
            Arrays.fill(counts, -1);
            size = before.size;
            undecodable = before.undecodable;
        }

        private Edit(int bits, int length) {
            this.bits = bits;
            pages = newPages(bits, length);
            counts = new int[pages.length];
        }

        /** Puts an entry in the place of the one with its key, which it returns. */
        @Nullable
        ReplicaEntry<V> put(ReplicaEntry<V> entry) {
            if (size >= capacity(bits) && bits < MOST_BITS) {
                spread();
            }
            int number = entry.hash() >>> -bits;
            @Nullable ReplicaEntry<V>[] page = own(number);
            int slot = slot(page, entry.hash(), entry.key());
            ReplicaEntry<V> before = page[slot];
            page[slot] = entry;
            count(entry, 1);
            if (before == null) {
                counts[number]++;
                growIfFull(number);
            } else {
                count(before, -1);
            }
            return before;
        }

        /** Takes out the entry of a key and returns it. */
        @Nullable
        ReplicaEntry<V> remove(String key) {
            int hash = hash(key);
            int number = hash >>> -bits;
            int slot = slot(pages[number], hash, key);
            ReplicaEntry<V> before = pages[number][slot];
            if (before != null) {
                @Nullable ReplicaEntry<V>[] page = own(number);
                page[slot] = null;
                closeGap(page, slot);
                counts[number]--;
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

        private @Nullable ReplicaEntry<V>[] own(int number) {
            if (counts[number] < 0) {
                pages[number] = pages[number].clone();
                int count = 0;
                for (ReplicaEntry<V> entry : pages[number]) {
                    count += entry == null ? 0 : 1;
                }
                counts[number] = count;
            }
            return pages[number];
        }

        /** What comes after a slot that was freed may have stood there only because it was taken. */
        private static <V> void closeGap(@Nullable ReplicaEntry<V>[] page, int freed) {
            int last = page.length - 1;
            int slot = freed + 1 & last;
            ReplicaEntry<V> entry = page[slot];
            while (entry != null) {
                page[slot] = null;
                page[slot(page, entry.hash(), entry.key())] = entry;
                slot = slot + 1 & last;
                entry = page[slot];
            }
        }

        private void growIfFull(int number) {
            @Nullable ReplicaEntry<V>[] page = pages[number];
            if (counts[number] > page.length * 5L / 8) {
                @Nullable ReplicaEntry<V>[] longer = newPage(2 * page.length);
                for (ReplicaEntry<V> entry : page) {
                    if (entry != null) {
                        longer[slot(longer, entry.hash(), entry.key())] = entry;
                    }
                }
                pages[number] = longer;
            }
        }

        /** Twice as many pages. */
        private void spread() {
            Edit<V> more = new Edit<>(bits + 1, pageFor(size >>> (bits + 1)));
            done().forEach(more::put);
            bits = more.bits;
            pages = more.pages;
            counts = more.counts;
        }
    }
}
