package io.gatewaystore.memory.planted;

import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.RawEvent;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.watch.Resync;
import java.util.List;

/** What a backend's watch reports to, passing it on; a fault overrides what it gets wrong. */
class FaultySink implements WatchSink {

    final WatchSink sink;

    FaultySink(WatchSink sink) {
        this.sink = sink;
    }

    @Override
    public void created(long revision) {
        sink.created(revision);
    }

    @Override
    public void events(long revision, List<RawEvent> events) {
        if (!events.isEmpty()) {
            sink.events(revision, events);
        }
    }

    @Override
    public void progress(long revision) {
        sink.progress(revision);
    }

    @Override
    public void historyLost(Resync.Reason reason) {
        sink.historyLost(reason);
    }

    @Override
    public void failed(StoreException cause) {
        sink.failed(cause);
    }
}
