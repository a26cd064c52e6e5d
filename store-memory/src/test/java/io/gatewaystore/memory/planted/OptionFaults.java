package io.gatewaystore.memory.planted;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.SlowConsumer;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Faults of what a watch is asked for: a baseline, merging. */
final class OptionFaults {

    private OptionFaults() {}

    static List<Planting> plantings() {
        return List.of(
                misreading(
                        "a baseline is forgotten",
                        "Resyncs.givesTheExactDifferenceToAWatchFromNowWithABaseline",
                        OptionFaults::withoutBaseline),
                misreading(
                        "a baseline of the past is forgotten",
                        "Resyncs.givesTheExactDifferenceToAWatchFromAPastRevisionWithABaseline",
                        OptionFaults::withoutBaseline),
                misreading(
                        "a baseline of the future is forgotten",
                        "Resyncs.givesTheExactDifferenceToAWatchFromAFutureRevisionWithABaseline",
                        OptionFaults::withoutBaseline),
                misreading(
                        "a watch goes on without the baseline it cannot read",
                        "Resyncs.comesFirstIfTheBaselineIsCompacted",
                        OptionFaults::withoutBaseline),
                misreading(
                        "a baseline is told",
                        "WatchStarts.beginsNoDifferentlyWithABaseline",
                        options -> options.baseline() ? WatchOptions.snapshotThenChanges() : options),
                misreading(
                        "a watch with a baseline begins now",
                        "WatchStarts.beginsWithTheRevisionNamedDespiteABaseline",
                        options -> options.baseline() ? WatchOptions.fromNow().withBaseline() : options),
                misreading(
                        "nothing is merged",
                        "SlowConsumers.mergesWhatWaitsIntoTheLastChangeOfEachKey",
                        options -> queueing(options, SlowConsumer.RESUME, 1_000)),
                misreading(
                        "changes are merged though the queue holds them",
                        "SlowConsumers.mergesNothingWhileTheQueueHoldsIt",
                        options -> queueing(options, options.slowConsumer(), 1)),
                misreading(
                        "what waits may be as large as it likes",
                        "SlowConsumers.mergesWhatIsLargerThanTheQueueHolds",
                        OptionFaults::withRoomForAnySize),
                misreading(
                        "a listener may fall behind by any number of bytes",
                        "SlowConsumers.endsTheWatchOfAListenerThatFallsBehindByTooManyBytes",
                        OptionFaults::withRoomForAnySize),
                Planting.inStore(
                                "what is larger than the queue is not told",
                                "SlowConsumers.tellsAListenerThatKeepsUpOfMoreThanItsQueueHolds",
                                OptionFaults::withoutLargeChanges)
                        .noticedInVain(),
                Planting.inStore(
                                "a listener that resumes is not told what is larger than the queue",
                                "SlowConsumers.losesAndRepeatsNothingThoughOneChangeIsMoreThanItsQueueHolds",
                                OptionFaults::withoutLargeChanges)
                        .noticedInVain(),
                merging(
                        "a merge forgets a key",
                        "SlowConsumers.mergesWhatWaitsIntoTheLastChangeOfEachKey",
                        changes -> changes.subList(1, changes.size())),
                merging(
                        "a merge forgets deletions",
                        "SlowConsumers.mergesWhatWaitsIntoTheLastChangeOfEachKey",
                        changes -> changes.stream()
                                .filter(Change.Put.class::isInstance)
                                .toList()),
                merging(
                        "a merge forgets what was before it",
                        "SlowConsumers.mergesWhatWaitsIntoTheLastChangeOfEachKey",
                        changes -> changes.stream()
                                .map(OptionFaults::withoutPrevious)
                                .toList()));
    }

    private static WatchOptions withoutBaseline(WatchOptions options) {
        WatchOptions without = switch (options.start()) {
            case NOW -> WatchOptions.fromNow();
            case REVISION -> WatchOptions.fromRevision(options.revision());
            case SNAPSHOT -> options;
        };
        return without.onSlowConsumer(options.slowConsumer(), options.queue());
    }

    private static WatchOptions queueing(WatchOptions options, SlowConsumer policy, int changeSets) {
        return options.slowConsumer() == SlowConsumer.COALESCE ? options.onSlowConsumer(policy, changeSets) : options;
    }

    private static WatchOptions withRoomForAnySize(WatchOptions options) {
        return options.onSlowConsumer(options.slowConsumer(), options.queue(), Long.MAX_VALUE);
    }

    private static FaultyStore withoutLargeChanges(Store sound) {
        return new FaultyStore(sound, OptionFaults::withoutLargeChanges) {
            @Override
            WatchListener heard(WatchListener listener) {
                return new FaultyListener(listener) {
                    @Override
                    public void onChanges(ChangeSet changes) {
                        boolean small = changes.changes().stream()
                                .allMatch(change -> change instanceof Change.Put put
                                        && put.entry().value().isEmpty());
                        if (small) {
                            listener.onChanges(changes);
                        }
                    }
                };
            }
        };
    }

    private static Change withoutPrevious(Change change) {
        return change instanceof Change.Put put
                ? new Change.Put(put.entry(), Optional.empty())
                : new Change.Delete(change.key(), change.revision(), Optional.empty());
    }

    private static Planting misreading(String fault, String caughtBy, UnaryOperator<WatchOptions> read) {
        return Planting.inStore(fault, caughtBy, sound -> new Misreading(sound, read));
    }

    /** A store that watches with other options than it was given. */
    private static final class Misreading extends FaultyStore {
        private final UnaryOperator<WatchOptions> read;

        Misreading(Store sound, UnaryOperator<WatchOptions> read) {
            super(sound, other -> new Misreading(other, read));
            this.read = read;
        }

        @Override
        public Watch watch(KeyRange range, WatchOptions options, WatchListener listener) {
            return sound.watch(range, read.apply(options), listener);
        }
    }

    private static Planting merging(String fault, String caughtBy, UnaryOperator<List<Change>> merged) {
        return Planting.inStore(fault, caughtBy, sound -> new Merging(sound, merged));
    }

    /** A store that spoils what it has merged; every other change set here has one change. */
    private static final class Merging extends FaultyStore {
        private final UnaryOperator<List<Change>> merged;

        Merging(Store sound, UnaryOperator<List<Change>> merged) {
            super(sound, other -> new Merging(other, merged));
            this.merged = merged;
        }

        @Override
        WatchListener heard(WatchListener listener) {
            return new FaultyListener(listener) {
                @Override
                public void onChanges(ChangeSet changes) {
                    listener.onChanges(
                            changes.changes().size() == 1
                                    ? changes
                                    : new ChangeSet(changes.revision(), merged.apply(changes.changes())));
                }
            };
        }
    }
}
