package io.gatewaystore.etcd;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * The requests for progress on one stream, and what their answers are about. etcd leaves requests unanswered, and does not say which one it answers; but
 * the n-th answer never belongs to a request before the n-th. Not thread-safe; the stream's lock guards it.
 */
final class ProgressRequests {

    /** A reader may wait for the answer. */
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(20);

    /** So many may have been left unanswered, for good, before the next one is put off. */
    private static final int FEW = 4;

    private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(1);
    private static final Duration PATIENCE_WITH_REQUEST = Duration.ofSeconds(1);

    /** Those that may still be answered. On some streams none is for weeks, so they are counted rather than kept. */
    private final ArrayDeque<Run> open = new ArrayDeque<>();

    /** Requests that followed each other while no watch was accepted. */
    private static final class Run {

        private final long acceptances;
        private long requests = 1;

        Run(long acceptances) {
            this.acceptances = acceptances;
        }
    }

    private long unanswered;
    private long madeAt;
    private long acceptances;

    ProgressRequests(long now) {
        madeAt = now - PATIENCE_WITH_REQUEST.toNanos();
    }

    /** A watch was accepted; tells how many have been. */
    long accepted() {
        return ++acceptances;
    }

    /** Whether the last one is long enough ago for another. */
    boolean mayMake(long now) {
        Duration enough = unanswered < FEW ? BETWEEN_REQUESTS : PATIENCE_WITH_REQUEST;
        return now - madeAt >= enough.toNanos();
    }

    /** Whether another should be made though nobody asks for it. */
    boolean isDue(long now) {
        return now - madeAt >= BETWEEN_ROUNDS.toNanos();
    }

    void made(long now) {
        madeAt = now;
        unanswered++;
        Run last = open.peekLast();
        if (last != null && last.acceptances == acceptances) {
            last.requests++;
        } else {
            open.add(new Run(acceptances));
        }
    }

    /** One was answered; tells how many watches had been accepted when it was made at the latest. */
    long answered() {
        Run oldest = open.peek();
        if (oldest == null) {
            return 0;
        }
        unanswered--;
        oldest.requests--;
        if (oldest.requests == 0) {
            open.remove();
        }
        return oldest.acceptances;
    }
}
