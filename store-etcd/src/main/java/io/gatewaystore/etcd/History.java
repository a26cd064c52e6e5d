package io.gatewaystore.etcd;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.ResponseHeader;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The history that streams tell of, as far as it was seen. One that is lost is left to the streams that still believe in it, and another one begun, so
 * what they still say of the old is not held against the new. Thread-safe.
 */
final class History {

    private final ReentrantLock lock = new ReentrantLock();
    private volatile KnownHistory known = KnownHistory.NOTHING;

    KnownHistory known() {
        return known;
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
