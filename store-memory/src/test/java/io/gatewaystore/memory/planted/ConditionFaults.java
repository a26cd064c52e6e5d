package io.gatewaystore.memory.planted;

import static io.gatewaystore.memory.planted.Planting.inBackend;
import static io.gatewaystore.memory.planted.Planting.inBackends;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Compare.Relation;
import io.gatewaystore.txn.Compare.Target;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Faults of conditional writes and of the conditions of transactions. */
final class ConditionFaults {

    private ConditionFaults() {}

    static List<Planting> plantings() {
        return List.of(
                inBackend(
                        "create overwrites",
                        "ConditionalWrites.doesNotCreateAKeyThatExistsAndShowsIt",
                        CreateOverwrites::new),
                inBackend(
                        "replace asks only whether the key exists",
                        "ConditionalWrites.doesNotReplaceAChangedKeyAndShowsIt",
                        ReplaceIgnoresTheRevision::new),
                inBackend(
                        "what is compared is the value, not the revision (ABA)",
                        "ConditionalWrites.doesNotReplaceAKeyThatWasChangedAndChangedBack",
                        ComparesTheValueInstead::new),
                inBackend(
                        "replace finds a key of another life unchanged",
                        "ConditionalWrites.doesNotReplaceAKeyThatWasDeletedAndWrittenAgain",
                        ComparesTheValueInstead::new),
                inBackend(
                        "deleteIf deletes what is newer",
                        "ConditionalWrites.doesNotDeleteAKeyThatWasChangedAndChangedBack",
                        DeletesWhatIsNewer::new),
                inBackend(
                        "a conflict does not show the key",
                        "ConditionalWrites.doesNotCreateAKeyThatExistsAndShowsIt",
                        ConflictShowsNothing::new),
                inBackend(
                        "values are compared by signed bytes",
                        "Compares.comparesValuesByUnsignedBytes",
                        SignedBytes::new),
                inBackend(
                        "a compare of a range looks at its first key only",
                        "Compares.holdsForARangeIfItHoldsForEveryKey",
                        FirstKeyOnly::new),
                inBackend(
                        "a compare of an empty range never holds",
                        "Compares.comparesAnEmptyRangeAsOneAbsentKey",
                        EmptyRangeNeverHolds::new),
                inBackend(
                        "the value of an absent key is not equal to any other",
                        "Compares.neverHoldsForTheValueOfAnAbsentKey",
                        AbsentValueDiffers::new),
                inBackend("one condition of many is enough", "Compares.holdsIfAllOfManyHold", AnyIsEnough::new),
                decidedFirst(
                        "two create, for conditions are decided before the write",
                        "ConditionalWrites.letsOneOfTheCreatorsOnManyStoresWin"),
                decidedFirst(
                        "two replace, for conditions are decided before the write",
                        "ConditionalWrites.letsOneOfManyReplacersWin"),
                decidedFirst(
                        "two transactions take place, for conditions are decided before the write",
                        "Transactions.losesNothingWhenManyTransactionsRace"),
                decidedFirst(
                        "two update, for conditions are decided before the write",
                        "Updates.losesNoUpdateUnderContention"));
    }

    private static Planting decidedFirst(String fault, String caughtBy) {
        return inBackends(fault, caughtBy, clock -> {
            CountDownLatch both = new CountDownLatch(2);
            return sound -> new DecidesFirst(sound, both);
        });
    }

    /** Decides, waits until another store has decided too, and then writes. */
    private static final class DecidesFirst extends FaultyBackend {
        private final CountDownLatch both;

        DecidesFirst(Backend sound, CountDownLatch both) {
            super(sound);
            this.both = both;
        }

        @Override
        public CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline) {
            Request.Txn decision = new Request.Txn(request.compares(), List.of(), List.of());
            if (request.compares().isEmpty()
                    || !sound.txn(decision, deadline).join().succeeded()) {
                return sound.txn(request, deadline);
            }
            meet(both);
            return sound.txn(new Request.Txn(List.of(), request.then(), List.of()), deadline);
        }
    }

    /** Waits for the others, so that a race shows in every run. */
    static void meet(CountDownLatch others) {
        others.countDown();
        try {
            assertThat(others.await(20, TimeUnit.SECONDS)).as("the others").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean is(Compare compare, Target target, Relation relation) {
        return compare.target() == target && compare.relation() == relation;
    }

    private static final class CreateOverwrites extends MisjudgedCompares {
        CreateOverwrites(Backend sound) {
            super(sound);
        }

        @Override
        Compare misjudged(Compare compare) {
            return is(compare, Target.VERSION, Relation.EQUAL) ? decided(compare, true) : compare;
        }
    }

    private static final class ReplaceIgnoresTheRevision extends MisjudgedCompares {
        ReplaceIgnoresTheRevision(Backend sound) {
            super(sound);
        }

        @Override
        Compare misjudged(Compare compare) {
            return is(compare, Target.MOD_REVISION, Relation.EQUAL)
                    ? new Compare(compare.range(), Target.VERSION, Relation.GREATER, 0, Bytes.empty())
                    : compare;
        }
    }

    private static final class ComparesTheValueInstead extends MisjudgedCompares {
        ComparesTheValueInstead(Backend sound) {
            super(sound);
        }

        @Override
        Compare misjudged(Compare compare) {
            if (!is(compare, Target.MOD_REVISION, Relation.EQUAL)) {
                return compare;
            }
            Request.Range then = new Request.Range(compare.range(), 0, compare.number(), false, Request.Shape.ENTRIES);
            Bytes value = sound.range(then, NEVER).join().entries().get(0).value();
            return new Compare(compare.range(), Target.VALUE, Relation.EQUAL, 0, value);
        }
    }

    private static final class DeletesWhatIsNewer extends MisjudgedCompares {
        DeletesWhatIsNewer(Backend sound) {
            super(sound);
        }

        @Override
        Compare misjudged(Compare compare) {
            return is(compare, Target.MOD_REVISION, Relation.EQUAL)
                    ? new Compare(
                            compare.range(), Target.MOD_REVISION, Relation.GREATER, compare.number() - 1, Bytes.empty())
                    : compare;
        }
    }

    private static final class ConflictShowsNothing extends FaultyBackend {
        ConflictShowsNothing(Backend sound) {
            super(sound);
        }

        @Override
        Response.Txn answered(Request.Txn request, Response.Txn answer) {
            return answer.succeeded()
                    ? answer
                    : new Response.Txn(
                            answer.revision(),
                            false,
                            List.of(new Response.Range(answer.revision(), List.of(), false, 0)));
        }
    }

    private static final class SignedBytes extends MisjudgedCompares {
        SignedBytes(Backend sound) {
            super(sound);
        }

        @Override
        Compare misjudged(Compare compare) {
            List<RawEntry> entries = now(compare.range());
            if (compare.target() != Target.VALUE || entries.size() != 1) {
                return compare;
            }
            int order = Arrays.compare(
                    entries.get(0).value().toByteArray(), compare.value().toByteArray());
            return decided(
                    compare,
                    switch (compare.relation()) {
                        case EQUAL -> order == 0;
                        case NOT_EQUAL -> order != 0;
                        case GREATER -> order > 0;
                        case LESS -> order < 0;
                    });
        }
    }

    private static final class FirstKeyOnly extends MisjudgedCompares {
        FirstKeyOnly(Backend sound) {
            super(sound);
        }

        @Override
        Compare misjudged(Compare compare) {
            List<RawEntry> entries = now(compare.range());
            if (entries.size() < 2) {
                return compare;
            }
            KeyRange upToSecond =
                    KeyRange.of(compare.range().start(), entries.get(1).key());
            return new Compare(upToSecond, compare.target(), compare.relation(), compare.number(), compare.value());
        }
    }

    private static final class EmptyRangeNeverHolds extends MisjudgedCompares {
        EmptyRangeNeverHolds(Backend sound) {
            super(sound);
        }

        @Override
        Compare misjudged(Compare compare) {
            return compare.range().singleKey().isEmpty() && now(compare.range()).isEmpty()
                    ? decided(compare, false)
                    : compare;
        }
    }

    private static final class AbsentValueDiffers extends MisjudgedCompares {
        AbsentValueDiffers(Backend sound) {
            super(sound);
        }

        @Override
        Compare misjudged(Compare compare) {
            return is(compare, Target.VALUE, Relation.NOT_EQUAL)
                            && now(compare.range()).isEmpty()
                    ? decided(compare, true)
                    : compare;
        }
    }

    private static final class AnyIsEnough extends FaultyBackend {
        AnyIsEnough(Backend sound) {
            super(sound);
        }

        @Override
        Request.Txn asked(Request.Txn request) {
            boolean any = request.compares().stream()
                    .anyMatch(compare -> sound.txn(new Request.Txn(List.of(compare), List.of(), List.of()), NEVER)
                            .join()
                            .succeeded());
            return any ? new Request.Txn(List.of(), request.then(), request.otherwise()) : request;
        }
    }
}
