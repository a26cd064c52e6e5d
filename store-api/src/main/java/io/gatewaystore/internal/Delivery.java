package io.gatewaystore.internal;

import io.gatewaystore.Listing;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchListener;
import java.util.function.Consumer;

/** One callback that a listener is owed. */
record Delivery(long revision, Consumer<WatchListener> callback) {

    static Delivery changes(ChangeSet changes) {
        return new Delivery(changes.revision(), listener -> listener.onChanges(changes));
    }

    static Delivery snapshot(Listing snapshot) {
        return new Delivery(snapshot.revision(), listener -> listener.onSnapshot(snapshot));
    }

    static Delivery progress(long revision) {
        return new Delivery(revision, listener -> listener.onProgress(revision));
    }

    static Delivery resync(Resync resync) {
        return new Delivery(resync.revision(), listener -> listener.onResync(resync));
    }
}
