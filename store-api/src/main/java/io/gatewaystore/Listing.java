package io.gatewaystore;

import java.util.Iterator;
import java.util.List;

/**
 * The entries of a range, all as they were at one revision, in key order.
 *
 * <p>However large the range, a listing is one consistent picture: no write between its pages shows in it. Keys of others
 * that are not UTF-8 are left out.
 *
 * <p>Immutable.
 *
 * @param revision the revision the entries were read at; watching from {@code revision + 1} misses nothing
 * @param entries the entries, ordered by the unsigned UTF-8 bytes of their keys
 */
public record Listing(long revision, List<Entry> entries) implements Iterable<Entry> {

    /**
     * Creates a listing.
     *
     * @param revision the revision of the picture
     * @param entries the entries in key order; copied
     */
    public Listing {
        entries = List.copyOf(entries);
    }

    @Override
    public Iterator<Entry> iterator() {
        return entries.iterator();
    }

    /** The revision and the number of entries. */
    @Override
    public String toString() {
        return "Listing[" + entries.size() + " entries at revision " + revision + "]";
    }
}
