package io.gatewaystore.internal;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.ConfigurationException.Problem;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.spi.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an opened store goes by, and how that changes: one change after another, in the order they were asked for, each on a thread of the store's own,
 * since proving a configuration means waiting.
 */
final class LiveConfig {

    private static final Logger log = LoggerFactory.getLogger(LiveConfig.class);

    private final Backend backend;
    private final ListenerThreads threads;
    private final AtomicReference<CompletableFuture<Void>> lastTurn =
            new AtomicReference<>(CompletableFuture.completedFuture(null));
    private final Set<Change> changes = ConcurrentHashMap.newKeySet();
    private volatile Reign current;
    private volatile boolean closed;

    LiveConfig(Backend backend, StoreConfig initial, ListenerThreads threads) {
        this.backend = backend;
        this.threads = threads;
        this.current = begin(initial);
    }

    StoreConfig current() {
        return current.config;
    }

    boolean isCurrent(Reign reign) {
        return !closed && current == reign;
    }

    /** Goes over to another configuration. */
    CompletableFuture<Void> change(StoreConfig next) {
        return submit(next, () -> true);
    }

    /** Goes over to a configuration that was made of the one in effect, unless another has taken effect when the turn comes. */
    CompletableFuture<Void> change(Reign basis, StoreConfig next) {
        return submit(next, () -> isCurrent(basis));
    }

    private Change submit(StoreConfig next, BooleanSupplier wanted) {
        Change change = new Change(next, wanted);
        changes.add(change);
        if (closed) {
            change.end(new StoreClosedException("the store is closed", null, Outcome.NOT_APPLIED));
        }
        CompletableFuture<Void> before = lastTurn.getAndSet(change.turn);
        before.whenComplete((over, failure) -> threads.execute(change::run));
        return change;
    }

    private void apply(StoreConfig next) {
        refuseAnotherStore(next);
        backend.reconfigure(next);
        // Not of one that never takes effect, which may be tried again and again.
        next.warnings().forEach(log::warn);
        current = begin(next);
    }

    private Reign begin(StoreConfig config) {
        Reign reign = new Reign(config);
        if (config.followConfig()) {
            config.configFile().ifPresent(file -> new ConfigFollower(this, reign, file, threads).start());
        }
        return reign;
    }

    /** Views and watches depend on the namespace, and everything on the backend. */
    private void refuseAnotherStore(StoreConfig next) {
        StoreConfig before = current.config;
        List<Problem> problems = new ArrayList<>();
        refuseUnlessEqual(StoreVariable.BACKEND, before.backend(), next.backend(), next, problems);
        refuseUnlessEqual(StoreVariable.NAMESPACE, before.namespace(), next.namespace(), next, problems);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    private static void refuseUnlessEqual(
            StoreVariable variable, String before, String after, StoreConfig next, List<Problem> problems) {
        if (!before.equals(after)) {
            problems.add(new Problem(
                    variable.variableName(),
                    next.source(variable),
                    "cannot change from '" + before + "' to '" + after
                            + "' while the store is open; leave it as it is, or close the store and open another"));
        }
    }

    /** Ends changes that wait or are being proven; later ones fail at once. */
    void close(StoreClosedException cause) {
        closed = true;
        changes.forEach(change -> change.end(cause));
    }

    /** The time in which a configuration is in effect. The same configuration may take effect again, which is another one then. */
    static final class Reign {

        private final StoreConfig config;

        private Reign(StoreConfig config) {
            this.config = config;
        }

        StoreConfig config() {
            return config;
        }
    }

    /** One change, and the future of it. */
    private final class Change extends CompletableFuture<Void> {

        private final FutureTask<Void> work;
        /** Completes when the next change may begin, which is when this one no longer runs, whatever its future says. */
        private final CompletableFuture<Void> turn = new CompletableFuture<>();

        Change(StoreConfig next, BooleanSupplier wanted) {
            this.work = new FutureTask<>(
                    () -> {
                        if (wanted.getAsBoolean()) {
                            apply(next);
                        }
                    },
                    null);
        }

        void run() {
            work.run();
            changes.remove(this);
            turn.complete(null);
            try {
                complete(work.get());
            } catch (ExecutionException e) {
                completeExceptionally(LinkedFuture.unwrap(e));
            } catch (CancellationException withdrawn) {
                log.trace("a change of the configuration was withdrawn");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void end(StoreClosedException cause) {
            completeExceptionally(cause);
            work.cancel(true);
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            if (cancelled) {
                work.cancel(true);
            }
            return cancelled;
        }
    }
}
