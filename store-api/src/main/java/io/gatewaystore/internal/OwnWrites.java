package io.gatewaystore.internal;

import io.gatewaystore.KeyRange;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/** The newest write that one opened store, its views included, had acknowledged in each of the ranges that are followed. Thread-safe. */
public final class OwnWrites {

    private final List<Within> followed = new CopyOnWriteArrayList<>();

    OwnWrites() {}

    Within within(KeyRange range) {
        Within within = new Within(range);
        followed.add(within);
        return within;
    }

    /**
     * A write has been acknowledged; its caller is not told yet.
     *
     * @param footprint what it may have written
     * @param revision the revision it made, 0 if it made none
     */
    void record(Footprint footprint, long revision) {
        if (revision == 0) {
            return;
        }
        for (Within within : followed) {
            if (footprint.intersects(within.range)) {
                Within.NEWEST.accumulateAndGet(within, revision, Math::max);
            }
        }
    }

    /** The writes in one range. */
    public final class Within {

        private static final AtomicLongFieldUpdater<Within> NEWEST =
                AtomicLongFieldUpdater.newUpdater(Within.class, "newest");

        private final KeyRange range;
        private volatile long newest;

        private Within(KeyRange range) {
            this.range = range;
        }

        /**
         * The newest of them.
         *
         * @return its revision, 0 if there was none
         */
        public long newest() {
            return newest;
        }

        /** Forgets them: the history they belong to is gone. */
        public void forget() {
            NEWEST.updateAndGet(this, known -> known == Long.MAX_VALUE ? known : 0);
        }

        /** Ends it: from now on the newest write is ahead of everything. */
        public void end() {
            followed.remove(this);
            newest = Long.MAX_VALUE;
        }
    }
}
