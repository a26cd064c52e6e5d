package io.gatewaystore.etcd;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether an event loop gets to run what it is given. While it does not, its members look silent though they are not. */
final class LoopBeat {

    private static final Logger log = LoggerFactory.getLogger(LoopBeat.class);

    private final Executor loop;
    /** Written by whoever asks while nothing is asked, and by the loop while something is. */
    private volatile boolean asked;

    private volatile long askedAt;
    /** How long the loop took for the beat before. */
    private volatile long took;

    LoopBeat(Executor loop) {
        this.loop = loop;
    }

    /** Asks for a beat, if none is awaited. Confine to one thread. */
    void ask(long now) {
        if (asked) {
            return;
        }
        askedAt = now;
        asked = true;
        try {
            loop.execute(this::beat);
        } catch (RejectedExecutionException closed) {
            log.trace("the event loop has ended, and is not looked after any more");
        }
    }

    private void beat() {
        took = System.nanoTime() - askedAt;
        asked = false;
    }

    /** How long the loop has kept the beat waiting that is awaited, or kept the last one: in nanoseconds. */
    long late(long now) {
        return asked ? now - askedAt : took;
    }
}
