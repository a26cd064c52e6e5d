package io.gatewaystore;

import java.util.Iterator;
import java.util.List;

/**
 * The keys of a range, all as they were at one revision, in key order: a {@link Listing} without the values, for which none travel.
 *
 * <p>Keys of others that are not UTF-8 are left out.
 *
 * <p>Immutable.
 *
 * @param revision the revision the keys were read at; watching from {@code revision + 1} misses nothing
 * @param keys the keys, relative to the namespace of the store they came from, ordered by their unsigned UTF-8 bytes
 */
public record KeyListing(long revision, List<String> keys) implements Iterable<String> {

    /**
     * Creates a listing.
     *
     * @param revision the revision of the picture
     * @param keys the keys in order; copied
     */
    public KeyListing {
        keys = List.copyOf(keys);
    }

    @Override
    public Iterator<String> iterator() {
        return keys.iterator();
    }

    /** The revision and the number of keys. */
    @Override
    public String toString() {
        return "KeyListing[" + keys.size() + " keys at revision " + revision + "]";
    }
}
