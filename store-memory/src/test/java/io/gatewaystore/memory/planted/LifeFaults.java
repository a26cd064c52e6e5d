package io.gatewaystore.memory.planted;

import static io.gatewaystore.memory.planted.Planting.inBackend;
import static io.gatewaystore.memory.planted.Planting.inBackends;
import static io.gatewaystore.memory.planted.Planting.inStore;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.Store;
import io.gatewaystore.Updated;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.spi.WatchSink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;

/** Faults of calls, futures and the end of a store. */
final class LifeFaults {

    private LifeFaults() {}

    static List<Planting> plantings() {
        return List.of(
                inStore(
                        "a closed store still answers reads",
                        "Lifecycle.refusesEveryCallAfterTheEnd",
                        ServesAfterTheEnd::new),
                inBackends("closing a store closes the others", "Lifecycle.leavesOtherStoresAlone", clock -> {
                    List<Backend> all = new CopyOnWriteArrayList<>();
                    return sound -> new ClosesTheOthers(sound, all);
                }),
                inStore("a store cannot be closed again", "Lifecycle.canBeClosedAgain", ClosesOnce::new),
                inStore(
                        "a deadline of its own changes nothing",
                        "Lifecycle.failsACallWhoseDeadlineIsOver",
                        IgnoresItsDeadline::new),
                inBackend(
                        "closing leaves futures hanging",
                        "Lifecycle.endsAHundredCallsThatAreUnderWay",
                        LeavesFuturesHanging::new),
                inBackend(
                        "a put is acknowledged before it is applied",
                        "Futures.applyWritesToOneKeyInTheOrderTheyWereSubmitted",
                        sound -> new AcknowledgesTooEarly(sound, put -> true)),
                inBackend(
                        "a write with a TTL is overtaken by the next",
                        "Futures.applyWritesWithAndWithoutATtlInTheOrderTheyWereSubmitted",
                        sound -> new AcknowledgesTooEarly(sound, put -> put.lease() != 0)),
                inStore(
                        "a change of the configuration is ignored",
                        "Reconfiguration.adoptsTheRequestTimeout",
                        IgnoresItsNewConfiguration::new),
                inStore(
                        "another namespace is taken for no change",
                        "Reconfiguration.refusesAnotherNamespace",
                        TakesAnyConfiguration::new),
                inBackend(
                                "a change of the configuration ends watches silently",
                                "Reconfiguration.losesAndRepeatsNothingOnItsWatches",
                                DropsWatchesWhenReconfigured::new)
                        .noticedInVain(),
                inStore(
                        "an interrupted call forgets the interruption",
                        "BlockingCalls.endWhenTheirThreadIsInterrupted",
                        ForgetsTheInterruption::new),
                inStore(
                        "an exception lacks the caller's stack trace",
                        "BlockingCalls.throwWithTheStackTraceOfTheCaller",
                        ThrowsFromElsewhere::new));
    }

    private static final class ServesAfterTheEnd extends FaultyStore {
        ServesAfterTheEnd(Store sound) {
            super(sound, ServesAfterTheEnd::new);
        }

        @Override
        public Optional<Entry> get(String key, ReadOptions options) {
            try {
                return sound.get(key, options);
            } catch (StoreClosedException e) {
                return Optional.empty();
            }
        }
    }

    private static final class ClosesTheOthers extends FaultyBackend {
        private final List<Backend> all;

        ClosesTheOthers(Backend sound, List<Backend> all) {
            super(sound);
            this.all = all;
            all.add(sound);
        }

        @Override
        public void close() {
            all.forEach(Backend::close);
        }
    }

    private static final class IgnoresItsDeadline extends FaultyStore {
        IgnoresItsDeadline(Store sound) {
            super(sound, IgnoresItsDeadline::new);
        }

        @Override
        public Store withDeadline(Duration deadline) {
            return this;
        }
    }

    private static final class ClosesOnce extends FaultyStore {
        private final AtomicBoolean closed = new AtomicBoolean();

        ClosesOnce(Store sound) {
            super(sound, ClosesOnce::new);
        }

        @Override
        public void close() {
            if (!closed.compareAndSet(false, true)) {
                throw new IllegalStateException("it is closed already");
            }
            sound.close();
        }
    }

    /** Takes a second for a put, which is more than the test needs to close the store, and forgets it then. */
    private static final class LeavesFuturesHanging extends FaultyBackend {
        private final Executor later = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
        private volatile boolean closed;

        LeavesFuturesHanging(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Response.Put> put(Request.Put request, Deadline deadline) {
            CompletableFuture<Response.Put> answer = new CompletableFuture<>();
            later.execute(() -> {
                if (!closed) {
                    sound.put(request, deadline).thenAccept(answer::complete);
                }
            });
            return answer;
        }

        @Override
        public void close() {
            closed = true;
            super.close();
        }
    }

    /** Acknowledges every other of some puts at once, and applies it after the next one, or when some time has passed. */
    private static final class AcknowledgesTooEarly extends FaultyBackend {
        private final Predicate<Request.Put> concerned;
        private final AtomicReference<Runnable> held = new AtomicReference<>(() -> {});
        private final AtomicBoolean holding = new AtomicBoolean();

        AcknowledgesTooEarly(Backend sound, Predicate<Request.Put> concerned) {
            super(sound);
            this.concerned = concerned;
        }

        @Override
        public CompletableFuture<Response.Put> put(Request.Put request, Deadline deadline) {
            if (concerned.test(request) && holding.compareAndSet(false, true)) {
                held.set(() -> sound.put(request, deadline));
                CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(this::release);
                return CompletableFuture.completedFuture(new Response.Put(revision() + 1));
            }
            CompletableFuture<Response.Put> answer = sound.put(request, deadline);
            release();
            return answer;
        }

        private void release() {
            held.getAndSet(() -> {}).run();
            holding.set(false);
        }
    }

    private static final class IgnoresItsNewConfiguration extends FaultyStore {
        IgnoresItsNewConfiguration(Store sound) {
            super(sound, IgnoresItsNewConfiguration::new);
        }

        @Override
        public void reconfigure(StoreConfig config) {}
    }

    private static final class TakesAnyConfiguration extends FaultyStore {
        TakesAnyConfiguration(Store sound) {
            super(sound, TakesAnyConfiguration::new);
        }

        @Override
        public void reconfigure(StoreConfig config) {
            try {
                sound.reconfigure(config);
            } catch (ConfigurationException refused) {
                sound.get("whatever the new configuration says");
            }
        }
    }

    private static final class DropsWatchesWhenReconfigured extends FaultyBackend {
        private final List<BackendWatch> watches = new CopyOnWriteArrayList<>();

        DropsWatchesWhenReconfigured(Backend sound) {
            super(sound);
        }

        @Override
        public BackendWatch watch(Request.Watch request, WatchSink sink) {
            BackendWatch watch = super.watch(request, sink);
            watches.add(watch);
            return watch;
        }

        @Override
        public void reconfigure(StoreConfig config) {
            watches.forEach(BackendWatch::close);
            super.reconfigure(config);
        }
    }

    private static final class ForgetsTheInterruption extends FaultyStore {
        ForgetsTheInterruption(Store sound) {
            super(sound, ForgetsTheInterruption::new);
        }

        @Override
        public Updated update(String key, Function<Optional<Bytes>, Bytes> change) {
            try {
                return sound.update(key, change);
            } finally {
                Thread.interrupted();
            }
        }
    }

    private static final class ThrowsFromElsewhere extends FaultyStore {
        ThrowsFromElsewhere(Store sound) {
            super(sound, ThrowsFromElsewhere::new);
        }

        @Override
        public Optional<Entry> get(String key, ReadOptions options) {
            try {
                return sound.get(key, options);
            } catch (StoreException e) {
                throw e.getCause() instanceof StoreException original ? original : e;
            }
        }
    }
}
