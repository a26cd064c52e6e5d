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
    private final Rpc<Q, A, R> rpc;
    private final Q request;
    private final Purpose purpose;
    private final Deadline deadline;
    private volatile @Nullable ClientCall<Q, A> onTheWire;
    // Attempts follow each other, so these are touched by one thread at a time.
    private int attempts;
    private int refusedTokens;
    private @Nullable StoreException lastFailure;

    UnaryCall(Transport transport, Rpc<Q, A, R> rpc, Q request, Purpose purpose, Deadline deadline) {
        this.transport = transport;
        this.rpc = rpc;
        this.request = request;
        this.purpose = purpose;
        this.deadline = deadline;
    }

    void start() {
        if (rpc.kind() == Rpc.Kind.AUTHENTICATE || !transport.tokens().areNeeded()) {
            attempt(Tokens.NONE);
        } else {
            transport.tokens().ready().ifPresentOrElse(this::attempt, this::awaitToken);
        }
    }

    /** A token that is being fetched may take longer than this call has. */
    private void awaitToken() {
        Future<?> timeout = onTimer(() -> fail(late()), deadline.remainingNanos());
        transport.tokens().token().whenComplete((token, failure) -> {
            timeout.cancel(false);
            if (failure == null) {
                attempt(token);
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

    private void attempt(String token) {
        if (isDone()) {
            transport.ended(this);
            return;
        }
        long remaining = deadline.remainingNanos();
        if (remaining <= 0) {
            fail(late());
            return;
        }
        Member member = transport.members().pick();
        // A read that one member does not answer in time is asked of another, and given more time, since it may just be
        // large.
        boolean movable = rpc.kind() != Rpc.Kind.WRITE && !transport.members().isSingle();
        long limit = movable ? Math.min(remaining, READ_ATTEMPT_NANOS << Math.min(attempts, 10)) : remaining;
        attempts++;
        ClientCall<Q, A> call = member.calls()
                .newCall(rpc.method(), rpc.options().withDeadlineAfter(limit, TimeUnit.NANOSECONDS));
        call.start(new Answer(call, member, token), Tokens.headers(token));
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

    /** Takes what one attempt is answered. */
    private final class Answer extends ClientCall.Listener<A> {

        private final ClientCall<Q, A> call;
        private final Member member;
        private final String token;
        private @Nullable A message;

        Answer(ClientCall<Q, A> call, Member member, String token) {
            this.call = call;
            this.member = member;
            this.token = token;
        }

        @Override
        public void onMessage(A answer) {
            message = answer;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            A answer = message;
            if (status.isOk() && answer != null) {
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
        boolean left = attempt.hasLeft();
        if (StatusMapper.isTokenRefused(status)
                && refusedTokens < MOST_TOKENS
                && transport.tokens().areNeeded()) {
            refusedTokens++;
            transport.tokens().refused(attempt.token);
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
            pauseThenRetry();
        } else {
            fail(failure instanceof DeadlineExceededException && !rpc.isWrite() ? late() : failure);
        }
    }

    private static boolean isConnectionFailure(Status status) {
        return status.getCode() == Status.Code.UNAVAILABLE || status.getCode() == Status.Code.DEADLINE_EXCEEDED;
    }

    @SuppressWarnings("unchecked") // The result of fetching a token is a token.
    private void withoutAuthentication() {
        transport.ended(this);
        complete((R) Tokens.NONE);
    }

    private void pauseThenRetry() {
        // The first attempt elsewhere is made at once; only when all have been tried does waiting help.
        if (attempts < transport.members().all().size()) {
            start();
            return;
        }
        long bound = Math.min(LONGEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << Math.min(attempts, 10));
        long pause = TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(bound) + 1);
        onTimer(this::start, Math.min(pause, deadline.remainingNanos()));
    }

    private StoreException late() {
        StoreException last = lastFailure;
        String why = last == null ? "" : "; last: " + last.getMessage();
        return last instanceof UnavailableException
                ? new UnavailableException(
                        purpose + ": no member of " + transport.members() + " served it within the deadline" + why,
                        last,
                        Outcome.NOT_APPLIED)
                : new DeadlineExceededException(
                        purpose + ": no answer from " + transport.members() + " within the deadline" + why,
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
