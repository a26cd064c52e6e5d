package io.gatewaystore.etcd;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;

/** Time that passes when a test says so. */
final class HandTurnedTiming implements Timing {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Alarm> alarms = new ArrayList<>();
    private final Thread test = Thread.currentThread();
    private Duration passed = Duration.ZERO;
    private final AtomicInteger readings = new AtomicInteger();

    private record Alarm(Duration at, Runnable task) {}

    @Override
    public long nanoTime() {
        if (Thread.currentThread() != test) {
            readings.incrementAndGet();
        }
        return passed().toNanos();
    }

    @Override
    public Instant now() {
        return BEGINNING.plus(passed());
    }

    private Duration passed() {
        lock.lock();
        try {
            return passed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void after(Duration pause, Runnable task) {
        lock.lock();
        try {
            alarms.add(new Alarm(passed.plus(pause), task));
        } finally {
            lock.unlock();
        }
    }

    /** Lets time pass, and what was due meanwhile be done. */
    void pass(Duration time) {
        Duration end = passed().plus(time);
        for (Optional<Alarm> due = next(end); due.isPresent(); due = next(end)) {
            due.get().task().run();
        }
    }

    /** Does something, and waits until another thread has looked at the clock because of it, as is done for every sign of life. */
    void awaitReadingAfter(Runnable action) {
        int before = readings.get();
        action.run();
        Awaitility.await().until(() -> readings.get() > before);
    }

    /** The next alarm until a moment, to which time moves on; if there is none, it moves on to the moment. */
    private Optional<Alarm> next(Duration end) {
        lock.lock();
        try {
            Optional<Alarm> due = alarms.stream()
                    .filter(alarm -> alarm.at().compareTo(end) <= 0)
                    .min(Comparator.comparing(Alarm::at));
            due.ifPresent(alarms::remove);
            Duration now = due.map(Alarm::at).orElse(end);
            passed = now.compareTo(passed) > 0 ? now : passed;
            return due;
        } finally {
            lock.unlock();
        }
    }
}
