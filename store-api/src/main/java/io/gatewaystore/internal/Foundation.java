package io.gatewaystore.internal;

import io.gatewaystore.KeyRange;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** What a recipe needs of the store it stands on, and an application does not: a store unwraps to it. Thread-safe. */
public final class Foundation {

    private final StoreCore core;
    private final Namespace namespace;
    private final Supplier<Duration> timeout;

    Foundation(StoreCore core, Namespace namespace, Supplier<Duration> timeout) {
        this.core = core;
        this.namespace = namespace;
        this.timeout = timeout;
    }

    /**
     * Refuses to wait on a thread that completes what is waited for.
     *
     * @throws IllegalStateException on an I/O thread
     */
    public static void refuseOnIoThread() {
        BlockingStore.refuseOnIoThread();
    }

    /**
     * Where code of the application runs.
     *
     * @return the store's own threads
     */
    public Executor executor() {
        return core.executor();
    }

    /**
     * How long a call that begins now may take.
     *
     * @return the deadline of this view of the store
     */
    public Duration timeout() {
        return timeout.get();
    }

    /**
     * Follows the writes that this opened store makes in a range, through whichever view.
     *
     * @param range the range, relative to this view's namespace
     * @return the writes, from now on
     */
    public OwnWrites.Within ownWrites(KeyRange range) {
        return core.ownWrites().within(namespace.range(range));
    }
}
