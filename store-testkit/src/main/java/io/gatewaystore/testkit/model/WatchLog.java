package io.gatewaystore.testkit.model;

import io.gatewaystore.Listing;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A listener that writes down what it is told. Thread-safe. */
final class WatchLog implements WatchListener {

    private final Text text;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final List<String> told = new ArrayList<>();

    WatchLog(Text text) {
        this.text = text;
    }

    @Override
    public void onChanges(ChangeSet changes) {
        add(text.answer(changes));
    }

    @Override
    public void onSnapshot(Listing snapshot) {
        add("snapshot " + text.answer(snapshot));
    }

    @Override
    public void onResync(Resync resync) {
        add(text.answer(resync));
    }

    @Override
    public void onFailure(StoreException cause) {
        add("ended: " + text.answer(cause));
    }

    private void add(String line) {
        lock.lock();
        try {
            told.add(line);
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What it was told, as soon as that is as much as expected, or when time is up. */
    List<String> told(int expected, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (told.size() < expected && left > 0) {
                left = grown.awaitNanos(left);
            }
            return List.copyOf(told);
        } finally {
            lock.unlock();
        }
    }
}
