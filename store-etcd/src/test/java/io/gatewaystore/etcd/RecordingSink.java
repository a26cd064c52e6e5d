package io.gatewaystore.etcd;

import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.RawEvent;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.watch.Resync;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Writes down what a watch reports, a line each. */
final class RecordingSink implements WatchSink {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void created(long revision) {
        lines.add("created " + revision);
    }

    @Override
    public void events(long revision, List<RawEvent> events) {
        lines.add(revision
                + events.stream().map(event -> event.key().toUtf8()).collect(Collectors.joining(" ", " [", "]")));
    }

    @Override
    public void progress(long revision) {
        lines.add("progress " + revision);
    }

    @Override
    public void historyLost(Resync.Reason reason) {
        lines.add("lost " + reason);
    }

    @Override
    public void failed(StoreException cause) {
        lines.add("failed " + cause.getClass().getSimpleName());
    }

    /** Waits for a line and returns all there are. */
    List<String> await(String line) {
        Awaitility.await().until(() -> lines.contains(line));
        return lines;
    }

    List<String> lines() {
        return lines;
    }
}
