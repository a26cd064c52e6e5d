package io.gatewaystore.watch;

import java.util.Objects;

/**
 * Where a watch begins and what it carries.
 *
 * <p>Immutable. Every method returns new options.
 */
public final class WatchOptions {

    private static final int DEFAULT_QUEUE = 1024;
    private static final long DEFAULT_QUEUE_BYTES = 8L << 20;

    /**
     * Where a watch begins.
     *
     * <p>Immutable.
     */
    public enum Start {
        /** With the first change after the store accepted the watch. */
        NOW,
        /** With the changes of a given revision. */
        REVISION,
        /** With a snapshot, then the changes after it. */
        SNAPSHOT
    }

    private final Start start;
    private final long revision;
    private final boolean previous;
    private final boolean progress;
    private final boolean baseline;
    private final boolean difference;
    private final SlowConsumer slowConsumer;
    private final int queue;
    private final long queueBytes;

    private WatchOptions(
            Start start,
            long revision,
            boolean previous,
            boolean progress,
            boolean baseline,
            boolean difference,
            SlowConsumer slowConsumer,
            int queue,
            long queueBytes) {
        this.start = start;
        this.revision = revision;
        this.previous = previous;
        this.progress = progress;
        this.baseline = baseline;
        this.difference = difference;
        this.slowConsumer = slowConsumer;
        this.queue = queue;
        this.queueBytes = queueBytes;
    }

    private static WatchOptions startingAt(Start start, long revision) {
        return new WatchOptions(
                start, revision, false, false, false, true, SlowConsumer.RESUME, DEFAULT_QUEUE, DEFAULT_QUEUE_BYTES);
    }

    /**
     * Begins with the first change after the store accepted the watch.
     *
     * @return the options
     */
    public static WatchOptions fromNow() {
        return startingAt(Start.NOW, 0);
    }

    /**
     * Begins with the changes of a revision, past or future. A past one that is compacted leads to a {@link Resync} first.
     *
     * @param revision the first revision wanted, at least 1
     * @return the options
     * @throws IllegalArgumentException if the revision is below 1
     */
    public static WatchOptions fromRevision(long revision) {
        if (revision < 1) {
            throw new IllegalArgumentException("revision: " + revision + " (expected: >= 1)");
        }
        return startingAt(Start.REVISION, revision);
    }

    /**
     * Begins with {@link WatchListener#onSnapshot} and goes on with every change after it, without a gap.
     *
     * @return the options
     */
    public static WatchOptions snapshotThenChanges() {
        return startingAt(Start.SNAPSHOT, 0);
    }

    /**
     * Changes carry the entry as it was before.
     *
     * @return the options
     */
    public WatchOptions withPrevious() {
        return new WatchOptions(start, revision, true, progress, baseline, difference, slowConsumer, queue, queueBytes);
    }

    /**
     * The listener is told of progress while nothing in its range changes, about every two seconds if the store's revision moves.
     *
     * @return the options
     */
    public WatchOptions withProgress() {
        return new WatchOptions(start, revision, previous, true, baseline, difference, slowConsumer, queue, queueBytes);
    }

    /**
     * The watch begins with one listing of the keys alone, without values, so that a {@link Resync} has the exact difference, deletions of keys that
     * the listener was never told of included. Costs that listing, and memory for every key of the range instead of every key told of. A
     * watch with a snapshot has its baseline already.
     *
     * <p>A watch from now begins right after the listing's revision. One from a past revision takes the keys as they were right before it; if that
     * is compacted, although the revision itself may not be, it begins with a {@link Resync}, and is exact from there on. The listing is not
     * told, and the watch is {@linkplain Watch#established() established} after it.
     *
     * @return the options
     */
    public WatchOptions withBaseline() {
        return new WatchOptions(start, revision, previous, progress, true, true, slowConsumer, queue, queueBytes);
    }

    /**
     * The watch remembers no key: a {@link Resync} shows what exists now, and its {@linkplain Resync#changes() changes} are empty. Saves some 120 bytes a key,
     * for listeners that keep what they were told and compare with {@link Resync#current()} themselves. The listener has to override {@link WatchListener#onResync}, for
     * nothing else tells it of the gap. Undoes {@link #withBaseline}, and is undone by it.
     *
     * @return the options
     */
    public WatchOptions withoutDifference() {
        return new WatchOptions(start, revision, previous, progress, false, false, slowConsumer, queue, queueBytes);
    }

    /**
     * Sets what happens when the listener falls behind. If not called, {@link SlowConsumer#RESUME} with room for 1,024 change sets. They may have 8 MiB
     * together, unless {@linkplain #onSlowConsumer(SlowConsumer, int, long) set}.
     *
     * @param policy what happens
     * @param changeSets how many change sets may wait for the listener, at least 1
     * @return the options
     * @throws IllegalArgumentException if the number is below 1
     */
    public WatchOptions onSlowConsumer(SlowConsumer policy, int changeSets) {
        return onSlowConsumer(policy, changeSets, queueBytes);
    }

    /**
     * Sets what happens when the listener falls behind, in number or in size. A change set that is larger than everything that may wait is told too; nothing
     * waits beside it. A snapshot and a {@link Resync} are as large as the range is, and count as nothing here.
     *
     * @param policy what happens
     * @param changeSets how many change sets may wait for the listener, at least 1
     * @param bytes how many bytes their keys and values may have together, at least 1; 8 MiB if not called. About: keys count by their characters
     * @return the options
     * @throws IllegalArgumentException if a number is below 1
     */
    public WatchOptions onSlowConsumer(SlowConsumer policy, int changeSets, long bytes) {
        Objects.requireNonNull(policy, "policy");
        if (changeSets < 1) {
            throw new IllegalArgumentException("changeSets: " + changeSets + " (expected: >= 1)");
        }
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 1)");
        }
        return new WatchOptions(start, revision, previous, progress, baseline, difference, policy, changeSets, bytes);
    }

    /**
     * Where the watch begins.
     *
     * @return the kind of start
     */
    public Start start() {
        return start;
    }

    /**
     * The first revision wanted.
     *
     * @return the revision, 0 unless the watch begins at one
     */
    public long revision() {
        return revision;
    }

    /**
     * Whether changes carry the previous entry.
     *
     * @return true after {@link #withPrevious()}
     */
    public boolean previous() {
        return previous;
    }

    /**
     * Whether the listener is told of progress.
     *
     * @return true after {@link #withProgress()}
     */
    public boolean progress() {
        return progress;
    }

    /**
     * Whether the watch begins with a listing of the keys.
     *
     * @return true after {@link #withBaseline()}
     */
    public boolean baseline() {
        return baseline;
    }

    /**
     * Whether a resync tells the difference to what the listener was told before.
     *
     * @return false after {@link #withoutDifference()}
     */
    public boolean difference() {
        return difference;
    }

    /**
     * What happens when the listener falls behind.
     *
     * @return the policy
     */
    public SlowConsumer slowConsumer() {
        return slowConsumer;
    }

    /**
     * How many change sets may wait for the listener.
     *
     * @return the number, at least 1
     */
    public int queue() {
        return queue;
    }

    /**
     * How many bytes of keys and values the change sets that wait for the listener may have together.
     *
     * @return the number, at least 1
     */
    public long queueBytes() {
        return queueBytes;
    }

    @Override
    public String toString() {
        return start + (revision == 0 ? "" : "(" + revision + ")") + (previous ? ", previous" : "")
                + (progress ? ", progress" : "") + (baseline ? ", baseline" : "")
                + (difference ? "" : ", no difference") + ", " + slowConsumer + "(" + queue
                + " change sets, " + queueBytes + " bytes)";
    }
}
