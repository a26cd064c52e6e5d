package io.gatewaystore.internal;

import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchEvent;
import io.gatewaystore.watch.WatchListener;
import java.util.function.Consumer;

/** One callback that a listener is owed. */
record Delivery(long revision, Consumer<WatchListener> callback) {

    static Delivery of(WatchEvent event) {
        return new Delivery(event.revision(), listener -> tell(listener, event));
    }

    private static void tell(WatchListener listener, WatchEvent event) {
        if (event instanceof ChangeSet changes) {
            listener.onChanges(changes);
        } else if (event instanceof WatchEvent.Snapshot snapshot) {
            listener.onSnapshot(snapshot.listing());
        } else if (event instanceof Resync resync) {
            listener.onResync(resync);
        } else if (event instanceof WatchEvent.Progress progress) {
            listener.onProgress(progress.revision());
        }
    }
}
