package io.gatewaystore.testkit.faults;

import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.RawEvent;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchState;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backend's watch that can be made to lose its history. What the backend reports and what is made up come from different threads, and the
 * sink is called by one at a time: whoever finds nobody calling it calls it for all.
 */
final class FaultyWatch implements WatchSink, BackendWatch {

    private static final Logger log = LoggerFactory.getLogger(FaultyStore.class);

    private final WatchSink sink;
    private final Consumer<FaultyWatch> whenOver;
    private final CompletableFuture<BackendWatch> real = new CompletableFuture<>();
    private final Queue<Runnable> told = new ConcurrentLinkedQueue<>();
    private final AtomicInteger untold = new AtomicInteger();
    private volatile boolean over;

    FaultyWatch(WatchSink sink, Consumer<FaultyWatch> whenOver) {
        this.sink = sink;
        this.whenOver = whenOver;
    }

    void start(BackendWatch watch) {
        real.complete(watch);
    }

    void loseHistory(Resync.Reason reason) {
        var unused = real.thenAccept(BackendWatch::close);
        historyLost(reason);
    }

    @Override
    public void created(long revision) {
        tell(() -> sink.created(revision));
    }

    @Override
    public void events(long revision, List<RawEvent> events) {
        tell(() -> sink.events(revision, events));
    }

    @Override
    public void progress(long revision) {
        tell(() -> sink.progress(revision));
    }

    @Override
    public void historyLost(Resync.Reason reason) {
        tell(() -> {
            end();
            sink.historyLost(reason);
        });
    }

    @Override
    public void failed(StoreException cause) {
        tell(() -> {
            end();
            sink.failed(cause);
        });
    }

    private void tell(Runnable call) {
        told.add(call);
        if (untold.getAndIncrement() == 0) {
            do {
                Runnable next = told.remove();
                if (!over) {
                    run(next);
                }
            } while (untold.decrementAndGet() > 0);
        }
    }

    /** Whatever the sink does, what comes later must find nobody at it. */
    private void run(Runnable call) {
        try {
            call.run();
        } catch (Throwable broken) {
            log.error("a watch ends because what it reports to failed", broken);
            close();
        }
    }

    private void end() {
        over = true;
        whenOver.accept(this);
    }

    @Override
    public void requestProgress() {
        var unused = real.thenAccept(BackendWatch::requestProgress);
    }

    @Override
    public WatchState state() {
        return real.isDone() ? real.join().state() : WatchState.catchingUp();
    }

    @Override
    public void close() {
        end();
        var unused = real.thenAccept(BackendWatch::close);
    }
}
