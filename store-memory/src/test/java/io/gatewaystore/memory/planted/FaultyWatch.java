package io.gatewaystore.memory.planted;

import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchState;
import java.util.concurrent.CompletableFuture;

/** A watch that passes everything on to a sound one; a fault overrides what it gets wrong. */
class FaultyWatch implements Watch {

    private final Watch sound;

    FaultyWatch(Watch sound) {
        this.sound = sound;
    }

    @Override
    public CompletableFuture<Long> established() {
        return sound.established();
    }

    @Override
    public long revision() {
        return sound.revision();
    }

    @Override
    public WatchState state() {
        return sound.state();
    }

    @Override
    public void requestProgress() {
        sound.requestProgress();
    }

    @Override
    public CompletableFuture<Void> ended() {
        return sound.ended();
    }

    @Override
    public void close() {
        sound.close();
    }
}
