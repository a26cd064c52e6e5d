package io.gatewaystore.etcd;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.ResponseHeader;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The history that streams tell of, as far as it was seen by them, or by calls. One that is lost is left to the streams that still believe in it, and another one begun, so
 * what they still say of the old is not held against the new. Thread-safe.
 */
final class History {

    private final ReentrantLock lock = new ReentrantLock();
    private final long begunAt = System.nanoTime();
    private final AtomicLong answered = new AtomicLong();
    private volatile long answeringCluster;
    private volatile KnownHistory known = KnownHistory.NOTHING;

    KnownHistory known() {
        return known.with(answeringCluster, answered.get());
    }

    /**
     * A call was answered. What was asked before this history began may have been answered of another. The term is left alone: a member that has lost touch with
     * the others may be alone in a higher one.
     *
     * @param askedAt when ({@link System#nanoTime()})
     */
    void answered(ResponseHeader header, long askedAt) {
        if (askedAt - begunAt < 0) {
            return;
        }
        if (answeringCluster == 0) {
            answeringCluster = header.getClusterId();
        }
        if (header.getRevision() > answered.get()) {
            answered.accumulateAndGet(header.getRevision(), Math::max);
        }
    }

    void heard(ResponseHeader header) {
        lock.lock();
        try {
            known = known.with(header);
        } finally {
            lock.unlock();
        }
    }

    /** A change was handed over. */
    void told(Event change) {
        lock.lock();
        try {
            known = known.with(change);
        } finally {
            lock.unlock();
        }
    }
}
