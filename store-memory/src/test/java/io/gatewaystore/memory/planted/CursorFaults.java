package io.gatewaystore.memory.planted;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.error.InterruptedStoreException;
import io.gatewaystore.error.SlowConsumerException;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.SlowConsumer;
import io.gatewaystore.watch.WatchCursor;
import io.gatewaystore.watch.WatchEvent;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Faults of cursors. */
final class CursorFaults {

    private CursorFaults() {}

    static List<Planting> plantings() {
        return List.of(
                giving(
                        "a cursor leaves out the snapshot",
                        "Cursors.givesTheSnapshotAndThenEveryChange",
                        sound -> new Skips(sound, WatchEvent.Snapshot.class)),
                giving(
                        "a cursor leaves out the resync",
                        "Cursors.givesTheResyncOfAGap",
                        sound -> new Skips(sound, Resync.class)),
                giving(
                        "a cursor leaves out progress",
                        "Cursors.givesProgressIfAsked",
                        sound -> new Skips(sound, WatchEvent.Progress.class)),
                giving(
                        "a cursor does not know how far it got",
                        "Cursors.givesTheSnapshotAndThenEveryChange",
                        Lost::new),
                giving("a cursor gives every change twice", "Cursors.givesNothingWhileThereIsNothing", Repeats::new),
                giving(
                        "an interrupt loses a cursor's next event",
                        "Cursors.losesNothingToAnInterrupt",
                        LosesToInterrupts::new),
                giving(
                        "a cursor fails once and is then empty",
                        "Cursors.failsForEverWhenTheWatchHasFailedAndTheRestIsTaken",
                        FailsOnce::new),
                giving("a cursor hides its end", "Cursors.endsWithTheStore", HidesItsEnd::new),
                giving(
                        "a closed cursor gives what was left",
                        "Cursors.dropsWhatWasNotTakenWhenItIsClosed",
                        OutlivesItsEnd::new),
                Planting.inStore(
                        "a cursor drops what is taken late",
                        "Cursors.losesNothingThatIsTakenLate",
                        sound -> new Cursors(sound, UnaryOperator.identity(), CursorFaults::merging)),
                Planting.inStore(
                        "a cursor merges nothing",
                        "Cursors.mergesWhatIsTakenLateIfAsked",
                        sound -> new Cursors(sound, UnaryOperator.identity(), CursorFaults::roomy)));
    }

    private static WatchOptions merging(WatchOptions options) {
        return options.onSlowConsumer(SlowConsumer.COALESCE, options.queue());
    }

    private static WatchOptions roomy(WatchOptions options) {
        return options.onSlowConsumer(options.slowConsumer(), 1_000);
    }

    private static Planting giving(String fault, String caughtBy, UnaryOperator<WatchCursor> broken) {
        return Planting.inStore(fault, caughtBy, sound -> new Cursors(sound, broken, UnaryOperator.identity()));
    }

    /** A store whose only fault lies in its cursors. */
    private static final class Cursors extends FaultyStore {
        private final UnaryOperator<WatchCursor> broken;
        private final UnaryOperator<WatchOptions> read;

        Cursors(Store sound, UnaryOperator<WatchCursor> broken, UnaryOperator<WatchOptions> read) {
            super(sound, other -> new Cursors(other, broken, read));
            this.broken = broken;
            this.read = read;
        }

        @Override
        public WatchCursor cursor(KeyRange range, WatchOptions options) {
            return broken.apply(sound.cursor(range, read.apply(options)));
        }
    }

    /** Passes everything on to a sound cursor. */
    private static class FaultyCursor implements WatchCursor {
        final WatchCursor sound;

        FaultyCursor(WatchCursor sound) {
            this.sound = sound;
        }

        @Override
        public Optional<WatchEvent> next(Duration timeout) {
            return sound.next(timeout);
        }

        @Override
        public long revision() {
            return sound.revision();
        }

        @Override
        public void close() {
            sound.close();
        }
    }

    private static final class Skips extends FaultyCursor {
        private final Class<? extends WatchEvent> type;

        Skips(WatchCursor sound, Class<? extends WatchEvent> type) {
            super(sound);
            this.type = type;
        }

        @Override
        public Optional<WatchEvent> next(Duration timeout) {
            Optional<WatchEvent> event = sound.next(timeout);
            return event.filter(type::isInstance).isPresent() ? sound.next(Duration.ofMillis(100)) : event;
        }
    }

    private static final class Lost extends FaultyCursor {
        Lost(WatchCursor sound) {
            super(sound);
        }

        @Override
        public long revision() {
            return 0;
        }
    }

    private static final class Repeats extends FaultyCursor {
        private Optional<WatchEvent> again = Optional.empty();

        Repeats(WatchCursor sound) {
            super(sound);
        }

        @Override
        public Optional<WatchEvent> next(Duration timeout) {
            Optional<WatchEvent> event = again.isPresent() ? again : sound.next(timeout);
            again = again.isPresent() ? Optional.empty() : event.filter(ChangeSet.class::isInstance);
            return event;
        }
    }

    private static final class LosesToInterrupts extends FaultyCursor {
        private boolean interrupted;

        LosesToInterrupts(WatchCursor sound) {
            super(sound);
        }

        @Override
        public Optional<WatchEvent> next(Duration timeout) {
            try {
                if (interrupted) {
                    interrupted = false;
                    sound.next(timeout);
                    return sound.next(Duration.ZERO);
                }
                return sound.next(timeout);
            } catch (InterruptedStoreException e) {
                interrupted = true;
                throw e;
            }
        }
    }

    private static final class FailsOnce extends FaultyCursor {
        private boolean failed;

        FailsOnce(WatchCursor sound) {
            super(sound);
        }

        @Override
        public Optional<WatchEvent> next(Duration timeout) {
            if (failed) {
                return Optional.empty();
            }
            try {
                return sound.next(timeout);
            } catch (SlowConsumerException e) {
                failed = true;
                throw e;
            }
        }
    }

    private static final class HidesItsEnd extends FaultyCursor {
        HidesItsEnd(WatchCursor sound) {
            super(sound);
        }

        @Override
        public Optional<WatchEvent> next(Duration timeout) {
            try {
                return sound.next(timeout);
            } catch (StoreClosedException e) {
                return Optional.empty();
            }
        }
    }

    private static final class OutlivesItsEnd extends FaultyCursor {
        private Optional<WatchEvent> left = Optional.empty();

        OutlivesItsEnd(WatchCursor sound) {
            super(sound);
        }

        @Override
        public Optional<WatchEvent> next(Duration timeout) {
            return left.isPresent() ? left : sound.next(timeout);
        }

        @Override
        public void close() {
            left = sound.next(Duration.ofSeconds(20));
            sound.close();
        }
    }
}
