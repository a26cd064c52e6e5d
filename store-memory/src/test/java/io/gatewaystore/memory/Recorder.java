package io.gatewaystore.memory;

import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.RawEvent;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.watch.Resync;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Writes down what a watch reports, one line a call. */
final class Recorder implements WatchSink {

    final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    /** How often it was called by two threads at a time. */
    final AtomicInteger overlaps = new AtomicInteger();

    private final AtomicInteger inside = new AtomicInteger();

    @Nullable
    BackendWatch watch;

    /** What else to do on events. */
    Runnable onEvents = () -> {};

    @Override
    public void created(long revision) {
        note("created " + revision);
    }

    @Override
    public void events(long revision, List<RawEvent> events) {
        note(revision + " "
                + String.join(", ", events.stream().map(Recorder::text).toList()));
        onEvents.run();
    }

    @Override
    public void progress(long revision) {
        note("progress " + revision);
    }

    @Override
    public void historyLost(Resync.Reason reason) {
        note("lost " + reason);
    }

    @Override
    public void failed(StoreException cause) {
        note("failed " + cause.getClass().getSimpleName());
    }

    private void note(String line) {
        if (inside.incrementAndGet() != 1) {
            overlaps.incrementAndGet();
        }
        lines.add(line);
        inside.decrementAndGet();
    }

    private static String text(RawEvent event) {
        String change = event.entry()
                .map(entry -> event.key().toUtf8() + "=" + entry.value().toUtf8())
                .orElseGet(() -> "-" + event.key().toUtf8());
        return change
                + event.previous()
                        .map(entry -> " (" + entry.value().toUtf8() + ")")
                        .orElse("");
    }
}
