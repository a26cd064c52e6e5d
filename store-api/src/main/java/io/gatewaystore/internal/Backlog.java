package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;

/**
 * How many change sets wait for a listener, and how large they are, against how many may. The first to wait is always let in: a change set
 * larger than all that may wait has to get through too. Not thread-safe.
 */
final class Backlog {

    private final int mostSets;
    private final long mostBytes;
    private int sets;
    private long bytes;

    /**
     * Begins with nothing.
     *
     * @param mostSets how many change sets may wait
     * @param mostBytes how many bytes of keys and values they may have together
     */
    Backlog(int mostSets, long mostBytes) {
        this.mostSets = mostSets;
        this.mostBytes = mostBytes;
    }

    boolean hasRoomFor(ChangeSet more) {
        return sets == 0 || (sets < mostSets && bytes + size(more) <= mostBytes);
    }

    void add(ChangeSet set) {
        sets++;
        bytes += size(set);
    }

    void remove(ChangeSet set) {
        sets--;
        bytes -= size(set);
    }

    /** About what it takes of memory, and on the wire: what it says besides keys and values is little. */
    private static long size(ChangeSet set) {
        long size = 0;
        for (Change change : set) {
            Bytes value = change instanceof Change.Put put ? put.entry().value() : Bytes.empty();
            Bytes before = change.previous().map(Entry::value).orElse(Bytes.empty());
            size += change.key().length() + value.size() + before.size();
        }
        return size;
    }
}
