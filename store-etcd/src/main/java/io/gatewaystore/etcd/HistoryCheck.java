package io.gatewaystore.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.CompactedException;
import io.gatewaystore.error.FutureRevisionException;
import io.gatewaystore.error.PermissionDeniedException;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.watch.Resync;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Asks the cluster whether it still has the history that was seen of it: whether revision and raft term are not lower, and whether the last change
 * seen is where it was. An etcd that was wiped, or restored from an older snapshot, and has grown past what was seen since, shows only in the latter.
 *
 * <p>The reads are linearizable, so a member that is merely behind is not mistaken for one that lost something.
 */
final class HistoryCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Rpc<RangeRequest, RangeResponse, RangeResponse> READ =
            new Rpc<>(KVGrpc.getRangeMethod(), Rpc.Kind.READ, RangeResponse::getHeader, answer -> answer);

    private final Transport transport;
    private final KnownHistory known;
    private final KeyRange readable;

    /**
     * Prepares a check.
     *
     * @param known what was seen
     * @param readable what the user may read, to learn the revision by if the last change cannot be
     */
    HistoryCheck(Transport transport, KnownHistory known, KeyRange readable) {
        this.transport = transport;
        this.known = known;
        this.readable = readable;
    }

    /** Why the history is another one, or empty if there is no sign of it; fails if nobody can tell at the moment. */
    CompletableFuture<Optional<Resync.Reason>> run() {
        KnownHistory.Seen newest = known.newest();
        return newest == null ? askRevision() : find(newest);
    }

    private CompletableFuture<Optional<Resync.Reason>> find(KnownHistory.Seen newest) {
        return then(read(newest.entry().getKey(), newest.revision()), answer -> judge(newest, answer), failure -> {
            if (failure instanceof FutureRevisionException) {
                return verdict(Resync.Reason.HISTORY_REWOUND);
            }
            boolean unreadable = failure instanceof CompactedException || failure instanceof PermissionDeniedException;
            return unreadable ? askRevision() : CompletableFuture.failedFuture(failure);
        });
    }

    private CompletableFuture<Optional<Resync.Reason>> judge(KnownHistory.Seen newest, RangeResponse answer) {
        Optional<Resync.Reason> contradiction = known.contradiction(answer.getHeader());
        if (contradiction.isPresent()) {
            return CompletableFuture.completedFuture(contradiction);
        }
        if (!newest.isIn(answer.getKvsList())) {
            return verdict(Resync.Reason.HISTORY_REWOUND);
        }
        return newest.deleted() ? findBefore(newest) : sound();
    }

    /** What was deleted must have been there before: anybody's history has keys that do not exist. */
    private CompletableFuture<Optional<Resync.Reason>> findBefore(KnownHistory.Seen deletion) {
        return then(
                read(deletion.entry().getKey(), deletion.revision() - 1),
                answer -> answer.getKvsCount() == 0 ? verdict(Resync.Reason.HISTORY_REWOUND) : sound(),
                failure -> failure instanceof CompactedException ? sound() : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<Optional<Resync.Reason>> askRevision() {
        return then(
                read(Wire.start(readable), 0),
                answer -> CompletableFuture.completedFuture(known.contradiction(answer.getHeader())),
                failure -> failure instanceof PermissionDeniedException
                        ? sound()
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<RangeResponse> read(ByteString key, long revision) {
        RangeRequest request =
                RangeRequest.newBuilder().setKey(key).setRevision(revision).build();
        Purpose purpose = new Purpose("recognise the history of", readable, revision);
        return transport.call(READ, request, purpose, Deadline.after(PATIENCE));
    }

    private static CompletableFuture<Optional<Resync.Reason>> sound() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private static CompletableFuture<Optional<Resync.Reason>> verdict(Resync.Reason reason) {
        return CompletableFuture.completedFuture(Optional.of(reason));
    }

    private static <A, R> CompletableFuture<R> then(
            CompletableFuture<A> read,
            Function<A, CompletableFuture<R>> onAnswer,
            Function<Throwable, CompletableFuture<R>> onFailure) {
        return read.handle((answer, failure) -> failure == null ? onAnswer.apply(answer) : onFailure.apply(failure))
                .thenCompose(Function.identity());
    }
}
