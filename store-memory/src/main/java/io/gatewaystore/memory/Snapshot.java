package io.gatewaystore.memory;

import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.RawEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The store at one revision, what that revision changed, and the way to the next. All of it immutable but for the link, which is set once.
 *
 * <p>Because a snapshot leads to all later ones, a watch that holds the last it handed over can lose nothing, however slow it is and whatever is
 * compacted meanwhile: compaction only makes a revision impossible to find by number.
 */
final class Snapshot {

    private final long revision;
    private final EntryTree entries;
    private final List<RawEvent> events;
    private final long bytes;
    private volatile @Nullable Snapshot next;

    Snapshot(long revision, EntryTree entries, List<RawEvent> events) {
        this.revision = revision;
        this.entries = entries;
        this.events = List.copyOf(events);
        this.bytes = events.stream()
                .mapToLong(event -> event.key().size()
                        + (long) event.entry()
                                .map(RawEntry::value)
                                .map(value -> value.size())
                                .orElse(0))
                .sum();
    }

    /** A store with nothing in it. As in etcd, the first write makes revision 2. */
    static Snapshot initial() {
        return new Snapshot(1, EntryTree.EMPTY, List.of());
    }

    /** A place before a snapshot, for a watch that is to begin with the changes of that one. */
    static Snapshot placeBefore(Snapshot following) {
        Snapshot place = new Snapshot(following.revision - 1, EntryTree.EMPTY, List.of());
        place.next = following;
        return place;
    }

    long revision() {
        return revision;
    }

    EntryTree entries() {
        return entries;
    }

    /** The changes in the order they were made, each with what was there before. */
    List<RawEvent> events() {
        return events;
    }

    /** The size of what this revision wrote. */
    long bytes() {
        return bytes;
    }

    @Nullable
    Snapshot next() {
        return next;
    }

    void linkTo(Snapshot following) {
        next = following;
    }
}
