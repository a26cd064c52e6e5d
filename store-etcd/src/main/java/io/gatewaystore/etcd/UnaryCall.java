package io.gatewaystore.etcd;

import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.error.UnexpectedAnswerException;
import io.gatewaystore.spi.Deadline;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call, and the future of its result: attempts at members, one after another, until one answers, the deadline passes, or the call may not
 * be repeated.
 *
 * <p>What may be repeated: a read, at another member. A write, only if it provably never left this process, or if the server said that it did
 * not look at it (a token it refused). {@code UNAVAILABLE} alone proves nothing: writes answered with it were found applied.
 */
final class UnaryCall<Q, A, R> extends CompletableFuture<R> {

    private static final long READ_ATTEMPT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_TOKENS = 2;
    private static final long SHORTEST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    private final Transport transport;
    private final Supplier<Connections> route;
    private final Rpc<Q, A, R> rpc;
    private final Q request;
    private final Purpose purpose;
    private final Deadline deadline;
    private volatile @Nullable ClientCall<Q, A> onTheWire;
    // Attempts follow each other, so these are touched by one thread at a time.
    private int attempts;
    private int refusedTokens;
    private @Nullable StoreException lastFailure;

    /**
     * Prepares a call.
     *
     * @param route gives the connections for the next attempt. When it gives others than before, those of before are retired
     */
    UnaryCall(
            Transport transport,
            Supplier<Connections> route,
            Rpc<Q, A, R> rpc,
            Q request,
            Purpose purpose,
            Deadline deadline) {
        this.transport = transport;
        this.route = route;
        this.rpc = rpc;
        this.request = request;
        this.purpose = purpose;
        this.deadline = deadline;
    }

    void start() {
        Connections via = route.get();
        if (rpc.kind() == Rpc.Kind.AUTHENTICATE || !via.tokens().areNeeded()) {
            attempt(via, Tokens.NONE);
        } else {
            via.tokens().ready().ifPresentOrElse(token -> attempt(via, token), () -> awaitToken(via));
        }
    }

    /** A token that is being fetched may take longer than this call has. */
    private void awaitToken(Connections via) {
        Future<?> timeout = onTimer(() -> fail(late()), deadline.remainingNanos());
        via.tokens().token().whenComplete((token, failure) -> {
            timeout.cancel(false);
            if (failure == null) {
                attempt(via, token);
            } else if (isOutdated(via)) {
                start();
            } else {
                fail(tokenFailure(failure));
            }
        });
    }

    private Future<?> onTimer(Runnable task, long nanos) {
        try {
            return transport.timer().schedule(task, Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closing) {
            closed();
            return new CompletableFuture<Void>();
        }
    }

    private StoreException tokenFailure(Throwable failure) {
        return failure instanceof StoreException storeFailure
                ? storeFailure
                : new UnavailableException(purpose + ": no token", failure, Outcome.NOT_APPLIED);
    }

    /** Whether the call would not use these connections any more. */
    private boolean isOutdated(Connections via) {
        return route.get() != via;
    }

    private void attempt(Connections via, String token) {
        if (isDone()) {
            transport.ended(this);
            return;
        }
        long remaining = deadline.remainingNanos();
        if (remaining <= 0) {
            fail(late());
            return;
        }
        if (!via.hold()) {
            elsewhere(via);
            return;
        }
        Member member = via.members().pick();
        // A read that one member does not answer in time is asked of another, and given more time, since it may just be
        // large.
        boolean movable = rpc.kind() != Rpc.Kind.WRITE && !via.members().isSingle();
        long limit = movable ? Math.min(remaining, READ_ATTEMPT_NANOS << Math.min(attempts, 10)) : remaining;
        attempts++;
        ClientCall<Q, A> call =
                member.calls().newCall(rpc.method(), rpc.options().withDeadlineAfter(limit, TimeUnit.NANOSECONDS));
        call.start(new Answer(call, via, member, token), Tokens.headers(token));
        // Not before: a call that was cancelled cannot be started.
        onTheWire = call;
        call.request(1);
        call.sendMessage(request);
        call.halfClose();
        if (isDone()) {
            // Cancelled or closed before there was anything to cancel.
            call.cancel("withdrawn", null);
        }
    }

    /** The connections were retired before the attempt could begin. */
    private void elsewhere(Connections retired) {
        if (isOutdated(retired)) {
            start();
        } else {
            fail(new UnavailableException(
                    purpose + ": the connections to " + retired.members() + " were given up",
                    null,
                    Outcome.NOT_APPLIED));
        }
    }

    /** Takes what one attempt is answered. */
    private final class Answer extends ClientCall.Listener<A> {

        private final ClientCall<Q, A> call;
        private final Connections via;
        private final Member member;
        private final String token;
        private @Nullable A message;

        Answer(ClientCall<Q, A> call, Connections via, Member member, String token) {
            this.call = call;
            this.via = via;
            this.member = member;
            this.token = token;
        }

        @Override
        public void onMessage(A answer) {
            message = answer;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            via.release();
            A answer = message;
            if (status.isOk() && answer != null) {
                via.heard(rpc.header().apply(answer));
                succeed(answer);
            } else {
                failed(status.isOk() ? Status.INTERNAL.withDescription("no message in the answer") : status, this);
            }
        }

        /** Whether the request may have reached the server: it has been given to a connection. */
        boolean hasLeft() {
            return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) != null;
        }
    }

    private void succeed(A answer) {
        transport.ended(this);
        try {
            complete(rpc.decode().apply(answer));
        } catch (RuntimeException undecodable) {
            completeExceptionally(new UnexpectedAnswerException(
                    purpose + ": the answer makes no sense",
                    undecodable,
                    rpc.isWrite() ? Outcome.UNKNOWN : Outcome.NOT_APPLIED));
        }
    }

    private void failed(Status status, Answer attempt) {
        boolean left = attempt.hasLeft() && !StatusMapper.isUnseen(status);
        boolean outdated = isOutdated(attempt.via);
        if (StatusMapper.isTokenRefused(status) && (outdated || mayFetchToken(attempt.via))) {
            attempt.via.tokens().refused(attempt.token);
            start();
            return;
        }
        if (rpc.kind() == Rpc.Kind.AUTHENTICATE && StatusMapper.isAuthenticationDisabled(status)) {
            withoutAuthentication();
            return;
        }
        StoreException failure = StatusMapper.map(status, purpose, attempt.member.toString(), rpc.isWrite() && left);
        boolean connectionBroke = isConnectionFailure(status);
        if (connectionBroke) {
            attempt.member.setAside();
        }
        boolean repeatable = rpc.isWrite() ? !left && connectionBroke : StatusMapper.isTransient(status);
        if (repeatable && !deadline.isPast() && !isDone()) {
            lastFailure = failure;
            if (outdated) {
                start();
            } else {
                pauseThenRetry(attempt.via);
            }
        } else {
            fail(failure instanceof DeadlineExceededException && !rpc.isWrite() ? late() : failure);
        }
    }

    private boolean mayFetchToken(Connections via) {
        return via.tokens().areNeeded() && refusedTokens++ < MOST_TOKENS;
    }

    private static boolean isConnectionFailure(Status status) {
        return status.getCode() == Status.Code.UNAVAILABLE || status.getCode() == Status.Code.DEADLINE_EXCEEDED;
    }

    @SuppressWarnings("unchecked") // The result of fetching a token is a token.
    private void withoutAuthentication() {
        transport.ended(this);
        complete((R) Tokens.NONE);
    }

    private void pauseThenRetry(Connections via) {
        // The first attempt elsewhere is made at once; only when all have been tried does waiting help.
        if (attempts < via.members().all().size()) {
            start();
            return;
        }
        long bound = Math.min(LONGEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << Math.min(attempts, 10));
        long pause = TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(bound) + 1);
        onTimer(this::start, Math.min(pause, deadline.remainingNanos()));
    }

    private StoreException late() {
        StoreException last = lastFailure;
        Members members = route.get().members();
        String why = last == null ? "" : "; last: " + last.getMessage();
        return last instanceof UnavailableException
                ? new UnavailableException(
                        purpose + ": no member of " + members + " served it within the deadline" + why,
                        last,
                        Outcome.NOT_APPLIED)
                : new DeadlineExceededException(
                        purpose + ": no answer from " + members + " within the deadline" + why,
                        last,
                        Outcome.NOT_APPLIED);
    }

    private void fail(StoreException failure) {
        transport.ended(this);
        completeExceptionally(transport.isClosed() ? transport.closedException(failure.outcome()) : failure);
    }

    /** The store is being closed. */
    void closed() {
        ClientCall<Q, A> call = onTheWire;
        boolean left = call != null && call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) != null;
        transport.ended(this);
        completeExceptionally(transport.closedException(rpc.isWrite() && left ? Outcome.UNKNOWN : Outcome.NOT_APPLIED));
        if (call != null) {
            call.cancel("the store was closed", null);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        ClientCall<Q, A> call = onTheWire;
        if (cancelled) {
            transport.ended(this);
            if (call != null) {
                call.cancel("cancelled by the caller", null);
            }
        }
        return cancelled;
    }
}
