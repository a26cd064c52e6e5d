package io.gatewaystore.memory.planted;

import static io.gatewaystore.memory.planted.Planting.inBackend;

import io.gatewaystore.Bytes;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Faults of transactions. */
final class TransactionFaults {

    private TransactionFaults() {}

    static List<Planting> plantings() {
        return List.of(
                inBackend(
                        "both lists of a transaction are run",
                        "Transactions.runsTheFirstListIfEveryConditionHolds",
                        RunsBothLists::new),
                inBackend(
                        "each write of a transaction has a revision of its own",
                        "Transactions.writesEverythingAtOneRevision",
                        RunsOneByOne::new),
                inBackend(
                        "the answers of nested transactions are lost",
                        "Transactions.runsNestedTransactions",
                        NestedAnswersLost::new),
                inBackend(
                        "nested conditions see the writes before them",
                        "Transactions.decidesNestedConditionsOnTheStateBeforeTheWholeTransaction",
                        NestedConditionsSeeWrites::new),
                inBackend(
                        "reads in a transaction do not see its writes",
                        "Transactions.readsWhatTheOperationsBeforeWrote",
                        ReadsComeFirst::new),
                inBackend(
                        "a transaction that writes nothing makes a revision",
                        "Transactions.createsNoRevisionIfItWritesNothing",
                        EveryTransactionMakesARevision::new),
                inBackend(
                        "deletions in a transaction count what was there before it",
                        "Transactions.deletesRangesThatOverlapOnce",
                        CountsDeletionsBefore::new),
                inBackend(
                        "a transaction tells the revision before its own",
                        "Transactions.writesEverythingAtOneRevision",
                        TellsTheRevisionBefore::new),
                inBackend(
                        "a refused transaction is said to have succeeded",
                        "Transactions.runsTheSecondListIfOneConditionDoesNotHold",
                        AlwaysSucceeds::new));
    }

    private static final class RunsBothLists extends FaultyBackend {
        RunsBothLists(Backend sound) {
            super(sound);
        }

        @Override
        Request.Txn asked(Request.Txn request) {
            List<Request> both = Stream.concat(request.then().stream(), request.otherwise().stream())
                    .toList();
            return new Request.Txn(request.compares(), both, request.otherwise());
        }

        @Override
        public CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline) {
            return sound.txn(asked(request), deadline);
        }
    }

    private static final class RunsOneByOne extends FaultyBackend {
        RunsOneByOne(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline) {
            if (!request.compares().isEmpty() || request.then().isEmpty()) {
                return sound.txn(request, deadline);
            }
            List<Response> responses = new ArrayList<>();
            long revision = 0;
            for (Request each : request.then()) {
                Response.Txn answer = sound.txn(new Request.Txn(List.of(), List.of(each), List.of()), deadline)
                        .join();
                responses.addAll(answer.responses());
                revision = answer.revision();
            }
            return CompletableFuture.completedFuture(new Response.Txn(revision, true, responses));
        }
    }

    private static final class NestedAnswersLost extends FaultyBackend {
        NestedAnswersLost(Backend sound) {
            super(sound);
        }

        @Override
        Response.Txn answered(Request.Txn request, Response.Txn answer) {
            List<Response> responses = answer.responses().stream()
                    .map(each -> each instanceof Response.Txn nested
                            ? new Response.Txn(nested.revision(), true, List.of())
                            : each)
                    .toList();
            return new Response.Txn(answer.revision(), answer.succeeded(), responses);
        }
    }

    /** A nested transaction that is conditional on a key written before it takes the other branch. */
    private static final class NestedConditionsSeeWrites extends FaultyBackend {
        NestedConditionsSeeWrites(Backend sound) {
            super(sound);
        }

        @Override
        Request.Txn asked(Request.Txn request) {
            List<Bytes> written = new ArrayList<>();
            List<Request> then = new ArrayList<>();
            for (Request each : request.then()) {
                if (each instanceof Request.Put put) {
                    written.add(put.key());
                }
                then.add(each instanceof Request.Txn nested && dependsOn(nested, written) ? refused(nested) : each);
            }
            return new Request.Txn(request.compares(), then, request.otherwise());
        }

        private static boolean dependsOn(Request.Txn nested, List<Bytes> written) {
            return nested.compares().stream()
                    .anyMatch(compare -> written.stream().anyMatch(compare.range()::contains));
        }

        private static Request.Txn refused(Request.Txn nested) {
            return new Request.Txn(
                    nested.compares().stream()
                            .map(compare -> MisjudgedCompares.decided(compare, false))
                            .toList(),
                    nested.then(),
                    nested.otherwise());
        }
    }

    private static final class ReadsComeFirst extends FaultyBackend {
        ReadsComeFirst(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline) {
            List<Response> before = request.then().stream()
                    .map(each -> each instanceof Request.Range range
                            ? sound.range(range, deadline).join()
                            : new Response.Put(0))
                    .map(Response.class::cast)
                    .toList();
            return sound.txn(request, deadline)
                    .thenApply(answer -> answer.succeeded() ? mixed(before, answer) : answer);
        }

        private static Response.Txn mixed(List<Response> before, Response.Txn answer) {
            List<Response> responses = new ArrayList<>();
            for (Response each : answer.responses()) {
                responses.add(each instanceof Response.Range ? before.get(responses.size()) : each);
            }
            return new Response.Txn(answer.revision(), true, responses);
        }
    }

    private static final class EveryTransactionMakesARevision extends FaultyBackend {
        EveryTransactionMakesARevision(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline) {
            long before = revision();
            return sound.txn(request, deadline)
                    .thenApply(answer -> answer.revision() > before
                            ? answer
                            : new Response.Txn(touch(deadline), answer.succeeded(), answer.responses()));
        }

        private long touch(Deadline deadline) {
            Request.Put put = new Request.Put(Bytes.utf8("last transaction"), Bytes.empty(), 0, false);
            return sound.put(put, deadline).join().revision();
        }
    }

    private static final class CountsDeletionsBefore extends FaultyBackend {
        CountsDeletionsBefore(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline) {
            List<Integer> before = request.then().stream()
                    .map(each -> each instanceof Request.Delete delete
                            ? now(delete.range()).size()
                            : 0)
                    .toList();
            return sound.txn(request, deadline).thenApply(answer -> recounted(before, answer));
        }

        private static Response.Txn recounted(List<Integer> before, Response.Txn answer) {
            List<Response> responses = new ArrayList<>();
            for (Response each : answer.responses()) {
                responses.add(
                        each instanceof Response.Delete
                                ? new Response.Delete(each.revision(), before.get(responses.size()))
                                : each);
            }
            return new Response.Txn(answer.revision(), answer.succeeded(), responses);
        }
    }

    private static final class TellsTheRevisionBefore extends FaultyBackend {
        TellsTheRevisionBefore(Backend sound) {
            super(sound);
        }

        @Override
        Response.Txn answered(Request.Txn request, Response.Txn answer) {
            return new Response.Txn(answer.revision() - 1, answer.succeeded(), answer.responses());
        }
    }

    private static final class AlwaysSucceeds extends FaultyBackend {
        AlwaysSucceeds(Backend sound) {
            super(sound);
        }

        @Override
        Response.Txn answered(Request.Txn request, Response.Txn answer) {
            return new Response.Txn(answer.revision(), true, answer.responses());
        }
    }
}
