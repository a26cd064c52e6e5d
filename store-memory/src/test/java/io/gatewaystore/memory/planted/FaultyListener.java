package io.gatewaystore.memory.planted;

import io.gatewaystore.Listing;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchListener;

/** A listener that passes on all it is told; a fault overrides what it gets wrong. */
class FaultyListener implements WatchListener {

    final WatchListener listener;

    FaultyListener(WatchListener listener) {
        this.listener = listener;
    }

    @Override
    public void onChanges(ChangeSet changes) {
        listener.onChanges(changes);
    }

    @Override
    public void onSnapshot(Listing snapshot) {
        listener.onSnapshot(snapshot);
    }

    @Override
    public void onProgress(long revision) {
        listener.onProgress(revision);
    }

    @Override
    public void onResync(Resync resync) {
        listener.onResync(resync);
    }

    @Override
    public void onFailure(StoreException cause) {
        listener.onFailure(cause);
    }
}
