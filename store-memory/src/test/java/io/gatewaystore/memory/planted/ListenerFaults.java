package io.gatewaystore.memory.planted;

import static io.gatewaystore.memory.planted.Planting.inStore;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.WriteResult;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** Faults of what a listener is told and how it is called. */
final class ListenerFaults {

    private ListenerFaults() {}

    static List<Planting> plantings() {
        return List.of(
                inStore(
                        "changes get lost between a snapshot and its watch",
                        "WatchStarts.leavesNoGapBetweenTheSnapshotAndTheChanges",
                        SnapshotLeavesAGap::new),
                inStore(
                        "the last change in a snapshot is told again",
                        "WatchStarts.beginsWithASnapshot",
                        SnapshotOverlaps::new),
                hearing("every change is told twice", "WatchChanges.leavesOutNothingBetweenTwoValues", ToldTwice::new),
                hearing(
                        "a change is told again after progress",
                        "WatchProgress.neverGoesBackBehindProgress",
                        ToldAgainAfterProgress::new),
                hearing(
                        "progress runs ahead of what was told",
                        "WatchProgress.neverGoesBackBehindProgress",
                        ProgressRunsAhead::new),
                inStore(
                        "a watch does not know how far it got",
                        "WatchChanges.namesTheLastRevisionToldOf",
                        ForgetsItsRevision::new),
                inStore(
                        "a listener is called on the thread that writes",
                        "Listeners.callsListenersWhereTheyMayCallTheStore",
                        CalledByTheWriter::new),
                hearing("a resync is told twice", "Resyncs.goesOnAfterTheRevisionOfTheResync", ResyncToldTwice::new),
                hearing(
                        "changes are told in another order",
                        "WatchChanges.tellsOfADeletionWithItsRevision",
                        ToldOutOfOrder::new),
                inStore(
                        "progress is told to those who did not ask",
                        "WatchProgress.saysNothingOfProgressUnlessAsked",
                        ProgressForAll::new),
                hearing(
                                "what a listener throws ends its watch",
                                "Listeners.goesOnAfterAListenerThrew",
                                EndsWhenItThrows::new)
                        .noticedInVain(),
                new Planting(
                                "a listener that blocks holds up the others",
                                "Listeners.holdsUpNobodyWhileAListenerBlocks",
                                clock -> {
                                    ReentrantLock one = new ReentrantLock();
                                    return new Planting.Fixture(
                                            clock,
                                            UnaryOperator.identity(),
                                            sound -> new Hearing(sound, listener -> new OneAtATime(listener, one)));
                                })
                        .noticedInVain(),
                inStore(
                        "the calls of one listener overlap",
                        "Listeners.neverOverlapsTheCallsOfOneWatch",
                        sound -> new CallsOverlap(sound, new CountDownLatch(2))),
                new Planting(
                        "a closed watch is told what the others are told",
                        "Listeners.callsNoMoreAfterAWatchWasClosed",
                        clock -> {
                            List<WatchListener> closed = new CopyOnWriteArrayList<>();
                            return new Planting.Fixture(
                                    clock, UnaryOperator.identity(), sound -> new ToldAfterItsEnd(sound, closed));
                        }),
                inStore(
                        "a watch says it ended while its listener is at work",
                        "Listeners.endsOnlyWhenTheLastCallHasReturned",
                        EndsTooEarly::new),
                hearing(
                        "a listener is not told of the end of its watch",
                        "SlowConsumers.endsTheWatchIfAsked",
                        FailureNotTold::new),
                hearing(
                        "deletions are dropped on a resync",
                        "Resyncs.givesTheExactDifferenceToASnapshotWatch",
                        ResyncWithoutDeletions::new),
                hearing(
                        "a resync tells of everything there is",
                        "Resyncs.givesTheExactDifferenceToASnapshotWatch",
                        ResyncOfEverything::new),
                hearing(
                        "a resync tells of keys the listener never knew",
                        "Resyncs.accountsForTheKeysAWatchFromNowWasToldOf",
                        ResyncOfEverything::new));
    }

    private static Planting hearing(String fault, String caughtBy, UnaryOperator<WatchListener> broken) {
        return inStore(fault, caughtBy, sound -> new Hearing(sound, broken));
    }

    /** A store whose only fault lies in how listeners are called. */
    private static final class Hearing extends FaultyStore {
        private final UnaryOperator<WatchListener> broken;

        Hearing(Store sound, UnaryOperator<WatchListener> broken) {
            super(sound, other -> new Hearing(other, broken));
            this.broken = broken;
        }

        @Override
        WatchListener heard(WatchListener listener) {
            return broken.apply(listener);
        }
    }

    /** Waits for one write between snapshot and watch, so that the fault shows in every run. */
    private static final class SnapshotLeavesAGap extends FaultyStore {
        SnapshotLeavesAGap(Store sound) {
            super(sound, SnapshotLeavesAGap::new);
        }

        @Override
        public Watch watch(KeyRange range, WatchOptions options, WatchListener listener) {
            if (options.start() != WatchOptions.Start.SNAPSHOT) {
                return sound.watch(range, options, listener);
            }
            Listing snapshot = sound.list(range);
            listener.onSnapshot(snapshot);
            long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (sound.count(range).revision() == snapshot.revision() && System.nanoTime() - patience < 0) {
                Thread.onSpinWait();
            }
            return sound.watch(range, WatchOptions.fromNow(), listener);
        }
    }

    private static final class SnapshotOverlaps extends FaultyStore {
        SnapshotOverlaps(Store sound) {
            super(sound, SnapshotOverlaps::new);
        }

        @Override
        public Watch watch(KeyRange range, WatchOptions options, WatchListener listener) {
            if (options.start() != WatchOptions.Start.SNAPSHOT) {
                return sound.watch(range, options, listener);
            }
            Listing snapshot = sound.list(range);
            listener.onSnapshot(snapshot);
            return sound.watch(range, WatchOptions.fromRevision(snapshot.revision()), listener);
        }
    }

    private static final class ToldTwice extends FaultyListener {
        ToldTwice(WatchListener listener) {
            super(listener);
        }

        @Override
        public void onChanges(ChangeSet changes) {
            listener.onChanges(changes);
            listener.onChanges(changes);
        }
    }

    private static final class ToldAgainAfterProgress extends FaultyListener {
        private Optional<ChangeSet> last = Optional.empty();

        ToldAgainAfterProgress(WatchListener listener) {
            super(listener);
        }

        @Override
        public void onChanges(ChangeSet changes) {
            last = Optional.of(changes);
            listener.onChanges(changes);
        }

        @Override
        public void onProgress(long revision) {
            listener.onProgress(revision);
            last.ifPresent(listener::onChanges);
        }
    }

    private static final class ProgressRunsAhead extends FaultyListener {
        ProgressRunsAhead(WatchListener listener) {
            super(listener);
        }

        @Override
        public void onProgress(long revision) {
            listener.onProgress(revision + 1);
        }
    }

    private static final class ForgetsItsRevision extends FaultyStore {
        ForgetsItsRevision(Store sound) {
            super(sound, ForgetsItsRevision::new);
        }

        @Override
        public Watch watch(KeyRange range, WatchOptions options, WatchListener listener) {
            return new FaultyWatch(sound.watch(range, options, listener)) {
                @Override
                public long revision() {
                    return 0;
                }
            };
        }
    }

    private static final class CalledByTheWriter extends FaultyStore {
        private final BlockingQueue<Runnable> callbacks = new LinkedBlockingQueue<>();

        CalledByTheWriter(Store sound) {
            super(sound, CalledByTheWriter::new);
        }

        @Override
        WatchListener heard(WatchListener listener) {
            return new FaultyListener(listener) {
                @Override
                public void onChanges(ChangeSet changes) {
                    callbacks.add(() -> listener.onChanges(changes));
                }
            };
        }

        @Override
        public WriteResult.Applied put(String key, Bytes value, WriteOptions options) {
            WriteResult.Applied applied = sound.put(key, value, options);
            try {
                Optional.ofNullable(callbacks.poll(1, TimeUnit.SECONDS)).ifPresent(Runnable::run);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return applied;
        }
    }

    private static final class ResyncToldTwice extends FaultyListener {
        ResyncToldTwice(WatchListener listener) {
            super(listener);
        }

        @Override
        public void onResync(Resync resync) {
            listener.onResync(resync);
            listener.onResync(resync);
        }
    }

    private static final class ToldOutOfOrder extends FaultyListener {
        private final Deque<ChangeSet> held = new ArrayDeque<>();

        ToldOutOfOrder(WatchListener listener) {
            super(listener);
        }

        @Override
        public void onChanges(ChangeSet changes) {
            if (held.isEmpty()) {
                held.add(changes);
            } else {
                listener.onChanges(changes);
                listener.onChanges(held.remove());
            }
        }
    }

    private static final class ProgressForAll extends FaultyStore {
        ProgressForAll(Store sound) {
            super(sound, ProgressForAll::new);
        }

        @Override
        public Watch watch(KeyRange range, WatchOptions options, WatchListener listener) {
            return sound.watch(range, options.withProgress(), listener);
        }
    }

    private static final class EndsWhenItThrows extends FaultyListener {
        private volatile boolean ended;

        EndsWhenItThrows(WatchListener listener) {
            super(listener);
        }

        @Override
        public void onChanges(ChangeSet changes) {
            if (ended) {
                return;
            }
            ended = true;
            listener.onChanges(changes);
            ended = false;
        }
    }

    private static final class OneAtATime extends FaultyListener {
        private final ReentrantLock one;

        OneAtATime(WatchListener listener, ReentrantLock one) {
            super(listener);
            this.one = one;
        }

        @Override
        public void onChanges(ChangeSet changes) {
            one.lock();
            try {
                listener.onChanges(changes);
            } finally {
                one.unlock();
            }
        }
    }

    /** Two callbacks meet in the call that the test's listener makes, so that the fault shows in every run. */
    private static final class CallsOverlap extends FaultyStore {
        private final ExecutorService threads = Executors.newFixedThreadPool(2);
        private final CountDownLatch inside;

        CallsOverlap(Store sound, CountDownLatch inside) {
            super(sound, other -> new CallsOverlap(other, inside));
            this.inside = inside;
        }

        @Override
        public Listing list(KeyRange range, ReadOptions options) {
            ConditionFaults.meet(inside);
            return sound.list(range, options);
        }

        @Override
        WatchListener heard(WatchListener listener) {
            return new FaultyListener(listener) {
                @Override
                public void onChanges(ChangeSet changes) {
                    threads.execute(() -> listener.onChanges(changes));
                }
            };
        }

        @Override
        public void close() {
            sound.close();
            threads.shutdown();
        }
    }

    private static final class ToldAfterItsEnd extends FaultyStore {
        private final List<WatchListener> closed;

        ToldAfterItsEnd(Store sound, List<WatchListener> closed) {
            super(sound, other -> new ToldAfterItsEnd(other, closed));
            this.closed = closed;
        }

        @Override
        public Watch watch(KeyRange range, WatchOptions options, WatchListener listener) {
            return new FaultyWatch(sound.watch(range, options, heard(listener))) {
                @Override
                public void close() {
                    super.close();
                    closed.add(listener);
                }
            };
        }

        @Override
        WatchListener heard(WatchListener listener) {
            return new FaultyListener(listener) {
                @Override
                public void onChanges(ChangeSet changes) {
                    closed.forEach(other -> other.onChanges(changes));
                    listener.onChanges(changes);
                }
            };
        }
    }

    private static final class EndsTooEarly extends FaultyStore {
        EndsTooEarly(Store sound) {
            super(sound, EndsTooEarly::new);
        }

        @Override
        public Watch watch(KeyRange range, WatchOptions options, WatchListener listener) {
            CompletableFuture<Void> ended = new CompletableFuture<>();
            return new FaultyWatch(sound.watch(range, options, listener)) {
                @Override
                public CompletableFuture<Void> ended() {
                    return ended;
                }

                @Override
                public void close() {
                    super.close();
                    ended.complete(null);
                }
            };
        }
    }

    private static final class FailureNotTold extends FaultyListener {
        FailureNotTold(WatchListener listener) {
            super(listener);
        }

        @Override
        public void onFailure(StoreException cause) {}
    }

    private static final class ResyncWithoutDeletions extends FaultyListener {
        ResyncWithoutDeletions(WatchListener listener) {
            super(listener);
        }

        @Override
        public void onResync(Resync resync) {
            List<Change> puts = resync.changes().stream()
                    .filter(Change.Put.class::isInstance)
                    .toList();
            listener.onResync(new Resync(resync.reason(), resync.current(), puts));
        }
    }

    private static final class ResyncOfEverything extends FaultyListener {
        ResyncOfEverything(WatchListener listener) {
            super(listener);
        }

        @Override
        public void onResync(Resync resync) {
            List<Change> all = new ArrayList<>();
            for (Entry entry : resync.current()) {
                all.add(new Change.Put(entry, Optional.empty()));
            }
            resync.changes().stream().filter(Change.Delete.class::isInstance).forEach(all::add);
            listener.onResync(new Resync(resync.reason(), resync.current(), all));
        }
    }
}
