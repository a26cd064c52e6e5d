package io.gatewaystore.memory.planted;

import static io.gatewaystore.memory.planted.Planting.inBackend;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.CompactedException;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.RawEvent;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.watch.Resync;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Faults of a backend's watch. */
final class WatchFaults {

    private WatchFaults() {}

    static List<Planting> plantings() {
        return List.of(
                inBackend(
                        "a watch from a revision skips that revision",
                        "WatchStarts.beginsWithThePastRevisionNamed",
                        SkipsTheFirst::new),
                inBackend(
                                "a watch resumes at the header's revision",
                                "SlowConsumers.losesAndRepeatsNothingWhenItResumes",
                                ResumesAtTheHeader::new)
                        .noticedInVain(),
                inBackend(
                        "a watch from a future revision begins at once",
                        "WatchStarts.beginsWithTheFutureRevisionNamed",
                        FutureBeginsAtOnce::new),
                inBackend(
                        "a watch replays only the end of a long history",
                        "WatchStarts.tellsOfALongHistory",
                        ReplaysTheEndOnly::new),
                inBackend(
                        "a watch says it was established a revision late",
                        "WatchStarts.beginsWithTheFirstChangeAfterItWasEstablished",
                        sound -> new EstablishedElsewhere(sound, 1)),
                inBackend(
                        "a watch says it was established a revision early",
                        "WatchStarts.namesTheRevisionAfterWhichEverythingIsTold",
                        sound -> new EstablishedElsewhere(sound, -1)),
                inBackend(
                        "a transaction is split over two callbacks",
                        "WatchChanges.tellsOfATransactionAsAWhole",
                        SplitsTransactions::new),
                inBackend(
                        "deletions are not told",
                        "WatchChanges.tellsOfADeletionWithItsRevision",
                        sound -> new Filtered(sound, WatchFaults::putsOnly)),
                inBackend(
                        "a value that is overwritten soon is not told",
                        "WatchChanges.leavesOutNothingBetweenTwoValues",
                        Conflates::new),
                inBackend(
                        "the previous entry is the new one",
                        "WatchChanges.carriesThePreviousEntryIfAsked",
                        sound -> new Filtered(sound, WatchFaults::previousIsNew)),
                inBackend(
                        "a deletion lacks the previous entry",
                        "WatchChanges.carriesThePreviousEntryIfAsked",
                        sound -> new Filtered(sound, WatchFaults::deletionsWithoutPrevious)),
                inBackend(
                                "a watch of one key tells of those that begin with it",
                                "WatchChanges.watchesOneKey",
                                KeyIsAPrefix::new)
                        .noticedInVain(),
                inBackend(
                        "a transaction is told whole, also what lies outside the range",
                        "WatchChanges.tellsOfThePartOfATransactionThatIsInTheRange",
                        TellsTheWholeTransaction::new),
                inBackend(
                                "a watch tells only what its own store writes",
                                "WatchChanges.tellsOfWhatOtherStoresWrite",
                                TellsOwnWritesOnly::new)
                        .noticedInVain(),
                inBackend(
                                "a compaction ends the watch",
                                "Resyncs.bridgesACompactionBeforeTheFirstRevisionWanted",
                                CompactionEndsTheWatch::new)
                        .noticedInVain(),
                inBackend(
                                "a compaction is passed over in silence",
                                "Resyncs.bridgesACompactionBeforeTheFirstRevisionWanted",
                                CompactionInSilence::new)
                        .noticedInVain(),
                inBackend(
                        "a watch of the past is always resynced",
                        "Resyncs.needsNoneIfTheRevisionWantedIsTheOldestLeft",
                        ResyncsNeedlessly::new));
    }

    private static Request.Watch from(Request.Watch request, long revision) {
        return new Request.Watch(request.range(), revision, request.previous());
    }

    private static final class SkipsTheFirst extends FaultyBackend {
        SkipsTheFirst(Backend sound) {
            super(sound);
        }

        @Override
        Request.Watch asked(Request.Watch request) {
            return request.startRevision() == 0 ? request : from(request, request.startRevision() + 1);
        }
    }

    private static final class ResumesAtTheHeader extends FaultyBackend {
        ResumesAtTheHeader(Backend sound) {
            super(sound);
        }

        @Override
        Request.Watch asked(Request.Watch request) {
            return from(request, 0);
        }
    }

    private static final class FutureBeginsAtOnce extends FaultyBackend {
        FutureBeginsAtOnce(Backend sound) {
            super(sound);
        }

        @Override
        Request.Watch asked(Request.Watch request) {
            return request.startRevision() > revision() ? from(request, revision()) : request;
        }

        @Override
        WatchSink told(Request.Watch request, WatchSink sink) {
            // What is above the backend drops revisions it did not want, so they have to look wanted.
            return new FaultySink(sink) {
                @Override
                public void events(long revision, List<RawEvent> events) {
                    sink.events(Math.max(revision, request.startRevision()), events);
                }
            };
        }
    }

    private static final class ReplaysTheEndOnly extends FaultyBackend {
        ReplaysTheEndOnly(Backend sound) {
            super(sound);
        }

        @Override
        Request.Watch asked(Request.Watch request) {
            return from(request, Math.max(request.startRevision(), revision() - 1_000));
        }
    }

    private static final class EstablishedElsewhere extends FaultyBackend {
        private final long offset;

        EstablishedElsewhere(Backend sound, long offset) {
            super(sound);
            this.offset = offset;
        }

        @Override
        WatchSink told(Request.Watch request, WatchSink sink) {
            return new FaultySink(sink) {
                @Override
                public void created(long revision) {
                    sink.created(revision + offset);
                }
            };
        }
    }

    private static final class SplitsTransactions extends FaultyBackend {
        SplitsTransactions(Backend sound) {
            super(sound);
        }

        @Override
        WatchSink told(Request.Watch request, WatchSink sink) {
            return new FaultySink(sink) {
                @Override
                public void events(long revision, List<RawEvent> events) {
                    events.forEach(event -> sink.events(revision, List.of(event)));
                }
            };
        }
    }

    /** Tells of other events than there were. */
    private static final class Filtered extends FaultyBackend {
        private final UnaryOperator<List<RawEvent>> filter;

        Filtered(Backend sound, UnaryOperator<List<RawEvent>> filter) {
            super(sound);
            this.filter = filter;
        }

        @Override
        WatchSink told(Request.Watch request, WatchSink sink) {
            return new FaultySink(sink) {
                @Override
                public void events(long revision, List<RawEvent> events) {
                    super.events(revision, filter.apply(events));
                }
            };
        }
    }

    private static List<RawEvent> putsOnly(List<RawEvent> events) {
        return events.stream().filter(event -> event.entry().isPresent()).toList();
    }

    private static List<RawEvent> previousIsNew(List<RawEvent> events) {
        return events.stream()
                .map(event -> event.entry().isPresent() && event.previous().isPresent()
                        ? RawEvent.put(event.entry().get(), event.entry().get())
                        : event)
                .toList();
    }

    private static List<RawEvent> deletionsWithoutPrevious(List<RawEvent> events) {
        return events.stream()
                .map(event -> event.entry().isPresent() ? event : RawEvent.delete(event.key(), null))
                .toList();
    }

    /** Holds back a change of the key that changed last until it knows whether that key changes again. */
    private static final class Conflates extends FaultyBackend {
        Conflates(Backend sound) {
            super(sound);
        }

        @Override
        WatchSink told(Request.Watch request, WatchSink sink) {
            return new FaultySink(sink) {
                private Bytes last = Bytes.empty();
                private Runnable held = () -> {};

                @Override
                public void events(long revision, List<RawEvent> events) {
                    boolean again = events.get(0).key().equals(last);
                    last = events.get(0).key();
                    if (again) {
                        held = () -> sink.events(revision, events);
                    } else {
                        held.run();
                        held = () -> {};
                        sink.events(revision, events);
                    }
                }
            };
        }
    }

    private static final class KeyIsAPrefix extends FaultyBackend {
        KeyIsAPrefix(Backend sound) {
            super(sound);
        }

        @Override
        Request.Watch asked(Request.Watch request) {
            return request.range()
                    .singleKey()
                    .map(key -> new Request.Watch(
                            KeyRange.prefix(key.toUtf8()), request.startRevision(), request.previous()))
                    .orElse(request);
        }
    }

    private static final class TellsTheWholeTransaction extends FaultyBackend {
        TellsTheWholeTransaction(Backend sound) {
            super(sound);
        }

        @Override
        Request.Watch asked(Request.Watch request) {
            return new Request.Watch(KeyRange.all(), request.startRevision(), request.previous());
        }

        @Override
        WatchSink told(Request.Watch request, WatchSink sink) {
            return new FaultySink(sink) {
                @Override
                public void events(long revision, List<RawEvent> events) {
                    if (events.stream().anyMatch(event -> request.range().contains(event.key()))) {
                        sink.events(revision, events);
                    }
                }
            };
        }
    }

    /** Watches are told on the thread that writes, so what comes while no put is under way is somebody else's. */
    private static final class TellsOwnWritesOnly extends FaultyBackend {
        private final AtomicInteger writing = new AtomicInteger();

        TellsOwnWritesOnly(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Response.Put> put(Request.Put request, Deadline deadline) {
            writing.incrementAndGet();
            try {
                return super.put(request, deadline);
            } finally {
                writing.decrementAndGet();
            }
        }

        @Override
        WatchSink told(Request.Watch request, WatchSink sink) {
            return new FaultySink(sink) {
                @Override
                public void events(long revision, List<RawEvent> events) {
                    if (writing.get() > 0) {
                        sink.events(revision, events);
                    }
                }
            };
        }
    }

    private static final class CompactionEndsTheWatch extends FaultyBackend {
        CompactionEndsTheWatch(Backend sound) {
            super(sound);
        }

        @Override
        WatchSink told(Request.Watch request, WatchSink sink) {
            return new FaultySink(sink) {
                @Override
                public void historyLost(Resync.Reason reason) {
                    sink.failed(new CompactedException(request.startRevision(), 0, null));
                }
            };
        }
    }

    private static final class CompactionInSilence extends FaultyBackend {
        CompactionInSilence(Backend sound) {
            super(sound);
        }

        @Override
        WatchSink told(Request.Watch request, WatchSink sink) {
            return new FaultySink(sink) {
                @Override
                public void historyLost(Resync.Reason reason) {
                    sound.watch(from(request, 0), sink);
                }
            };
        }
    }

    private static final class ResyncsNeedlessly extends FaultyBackend {
        ResyncsNeedlessly(Backend sound) {
            super(sound);
        }

        @Override
        public BackendWatch watch(Request.Watch request, WatchSink sink) {
            if (request.startRevision() == 0 || request.startRevision() > revision()) {
                return sound.watch(request, sink);
            }
            sink.created(revision());
            sink.historyLost(Resync.Reason.COMPACTED);
            return new BackendWatch() {
                @Override
                public void requestProgress() {}

                @Override
                public void close() {}
            };
        }
    }
}
