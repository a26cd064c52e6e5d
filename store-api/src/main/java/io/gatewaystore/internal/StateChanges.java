package io.gatewaystore.internal;

import io.gatewaystore.Subscription;
import io.gatewaystore.status.StateListener;
import io.gatewaystore.status.StoreState;
import io.gatewaystore.status.StoreStatus;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Tells listeners of changes of a store's state. */
final class StateChanges {

    /** Each holds the status of every watch. */
    private static final int MOST_WAITING = 16;

    private final Supplier<StoreStatus> status;
    private final Announcements<StoreStatus> listeners;
    private final ReentrantLock lock = new ReentrantLock();
    private StoreState last;

    StateChanges(Supplier<StoreStatus> status, Executor executor) {
        this.status = status;
        this.listeners = new Announcements<>(executor, "the state of the store", MOST_WAITING);
        this.last = status.get().state();
    }

    Subscription add(StateListener listener) {
        return listeners.add(listener::onStateChange);
    }

    /** Something has changed; maybe the state has. */
    void changed() {
        lock.lock();
        try {
            StoreStatus now = status.get();
            if (now.state() != last) {
                last = now.state();
                listeners.tell(now);
            }
        } finally {
            lock.unlock();
        }
    }
}
