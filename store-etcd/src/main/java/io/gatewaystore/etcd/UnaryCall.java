package io.gatewaystore.etcd;

import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.error.UnexpectedAnswerException;
import io.gatewaystore.spi.Deadline;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
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
 * not look at it (a token it refused). {@code UNAVAILABLE} alone proves nothing: writes answered with it were found applied. A write that names the
 * modRevision it replaces, always: of all its copies one at most can be applied. Once one of them may have been, whatever ends the call without an
 * answer leaves its outcome unknown.
 */
final class UnaryCall<Q, A, R> extends CompletableFuture<R> {

    private static final long SHORTEST_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A deadline that is farther away is left to the {@linkplain #look looks}: for one that is set, gRPC starts a timer and etcd another. */
    private static final long NEAR_NANOS = 3 * Rounds.PERIOD.toNanos();

    private static final int MOST_TOKENS = 2;
    private static final long SHORTEST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    private final Transport transport;
    private final Supplier<Connections> route;
    private final Rpc<Q, A, R> rpc;
    private final Q request;
    private final Purpose purpose;
    private final Deadline deadline;
    private volatile @Nullable Attempt onTheWire;
    /** Set before {@link #onTheWire} is read, as that is before this: either the attempt is not made, or whoever withdraws the call knows of it. */
    private volatile boolean withdrawn;
    /** Whether an attempt that was not answered may have been applied. */
    private volatile boolean uncertain;
    // Attempts follow each other, so these are touched by one thread at a time.
    private int attempts;
    private int refusedTokens;
    /** One that did not answer this call in time; that says nothing about it to others. */
    private @Nullable Member slow;

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

    /** Marks the call as one more copy of a write that may have been applied. */
    UnaryCall<Q, A, R> again() {
        uncertain = true;
        return this;
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
            return transport.timer().schedule(() -> transport.handOver(task), Math.max(0, nanos), TimeUnit.NANOSECONDS);
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
        if (isDone() || withdrawn) {
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
        Member member = via.members().pickOtherThan(slow);
        ManagedChannel line = member.calls();
        boolean limited = remaining <= NEAR_NANOS;
        ClientCall<Q, A> call = line.newCall(rpc.method(), limited ? options(remaining) : rpc.options());
        Attempt attempt = new Attempt(call, via, member, line, token, patience(via, remaining), limited);
        attempts++;
        onTheWire = attempt;
        if (withdrawn) {
            via.release();
            transport.ended(this);
            return;
        }
        call.start(attempt, Tokens.headers(token));
        call.request(1);
        call.sendMessage(request);
        call.halfClose();
        attempt.started = true;
        if (withdrawn || attempt.givenUp) {
            attempt.cancel("withdrawn");
        }
    }

    private CallOptions options(long remaining) {
        return rpc.options().withDeadlineAfter(remaining, TimeUnit.NANOSECONDS);
    }

    /**
     * How long this attempt may go without an answer. A read that one member does not answer in time is asked of another, in case that is faster; from then
     * on it may take its time, as long as something comes from there, since it may just be a lot of work. A guarded write leaves time for another attempt.
     */
    private long patience(Connections via, long remaining) {
        if (rpc.kind() == Rpc.Kind.WRITE || via.members().isSingle()) {
            return Long.MAX_VALUE;
        }
        return rpc.isWrite()
                ? Math.max(SHORTEST_PATIENCE_NANOS, remaining / 2)
                : SHORTEST_PATIENCE_NANOS << Math.min(attempts, 10);
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

    /** Looks, from time to time, whether the call should wait any longer for the answer it waits for. */
    void look(long now) {
        Attempt attempt = onTheWire;
        if (attempt != null && !attempt.over) {
            attempt.look(now);
        }
    }

    /** One attempt at one member, which takes what that answers. */
    private final class Attempt extends ClientCall.Listener<A> {

        private final ClientCall<Q, A> call;
        private final Connections via;
        private final Member member;
        private final ManagedChannel line;
        private final String token;
        private final long patience;
        private final boolean hasty = rpc.isWrite() || attempts == 0;
        private final long begunAt = System.nanoTime();
        private @Nullable A message;
        /** Whether something ends it at its deadline. Looks follow each other, so this is touched by one thread at a time. */
        private boolean limited;

        private volatile boolean started;
        private volatile boolean answering;
        private volatile boolean givenUp;
        private volatile boolean over;

        Attempt(
                ClientCall<Q, A> call,
                Connections via,
                Member member,
                ManagedChannel line,
                String token,
                long patience,
                boolean limited) {
            this.call = call;
            this.via = via;
            this.member = member;
            this.line = line;
            this.token = token;
            this.patience = patience;
            this.limited = limited;
        }

        /** The answer has begun to arrive: however long it takes, it is not asked for again. */
        @Override
        public void onHeaders(Metadata headers) {
            answering = true;
            member.heardOnCalls();
        }

        @Override
        public void onMessage(A answer) {
            message = answer;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            over = true;
            via.release();
            A answer = message;
            if (status.isOk()
                    && answer != null
                    && !via.answered(member, rpc.header().apply(answer), begunAt)) {
                failed(Status.UNAVAILABLE.withDescription("it is of another etcd cluster"), this);
            } else if (status.isOk() && answer != null) {
                member.served();
                succeed(answer);
            } else {
                failed(
                        status.isOk()
                                ? Status.INTERNAL.withDescription("no message in the answer")
                                : StatusMapper.meant(status),
                        this);
            }
        }

        /** Lets it go, and tells whether it may have left before. One that has not ends at once when it is cancelled. */
        boolean withdraw(String why) {
            cancel(why);
            return !over || hasLeft();
        }

        void look(long now) {
            long waited = now - begunAt;
            if (waited > Probing.SILENCE_NANOS) {
                via.probing().suspect(member, now);
                via.probing().suspectLine(member, line, begunAt, now);
            }
            boolean late = waited > patience && (hasty || now - member.callsHeardAt() > patience);
            if (!answering && (late || isStranded())) {
                transport.handOver(this::giveUpUnlessAnswering);
            } else if (!limited && deadline.remainingNanos() <= NEAR_NANOS) {
                limited = true;
                onTimer(this::giveUp, deadline.remainingNanos());
            }
        }

        private void giveUpUnlessAnswering() {
            if (!answering) {
                giveUp();
            }
        }

        private void giveUp() {
            givenUp = true;
            cancel("no answer in time");
        }

        /** What it ended with: where nothing came in time, whether there was a connection at all. */
        Status end(Status closed) {
            if (!givenUp && closed.getCode() != Status.Code.DEADLINE_EXCEEDED) {
                return closed;
            }
            return (hasLeft() ? Status.DEADLINE_EXCEEDED : StatusMapper.NO_CONNECTION)
                    .augmentDescription(closed.getDescription());
        }

        /** Whether it waits on a connection that was found dead, and may be repeated on the one in its place. */
        private boolean isStranded() {
            return rpc.kind() != Rpc.Kind.WRITE && !member.isForCalls(line);
        }

        /** Nothing can be sent any more with a call that was cancelled. */
        void cancel(String why) {
            if (started) {
                call.cancel(why, null);
            }
        }

        /** Whether how it ended says something against the member: a hasty caller does not, nor does work that takes long. */
        boolean incriminates(Status status) {
            return switch (status.getCode()) {
                case UNAVAILABLE -> true;
                case DEADLINE_EXCEEDED ->
                    System.nanoTime() - begunAt > Probing.SILENCE_NANOS && member.callsHeardAt() - begunAt < 0;
                default -> false;
            };
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
        } catch (Throwable undecodable) {
            // Errors too, lest somebody waits for ever: a large answer may be the one there is no memory for.
            completeExceptionally(new UnexpectedAnswerException(
                    purpose + ": the answer makes no sense",
                    undecodable,
                    rpc.isWrite() ? Outcome.UNKNOWN : Outcome.NOT_APPLIED));
        }
    }

    private void failed(Status closed, Attempt attempt) {
        if (isDone() || withdrawn) {
            transport.ended(this);
            return;
        }
        Status status = attempt.end(closed);
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
        if (attempt.incriminates(status)) {
            attempt.member.setAside();
        }
        slow = attempt.givenUp ? attempt.member : null;
        StoreException failure = StatusMapper.map(status, purpose, attempt.member.toString(), rpc.isWrite() && left);
        if (isRepeatable(status, left) && !deadline.isPast() && !isDone()) {
            uncertain |= failure.outcome() == Outcome.UNKNOWN;
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

    private boolean isRepeatable(Status status, boolean left) {
        return rpc.kind() == Rpc.Kind.WRITE ? !left && isConnectionFailure(status) : StatusMapper.isTransient(status);
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
        if (isDone()) {
            return;
        }
        StoreException told = uncertain && failure.outcome() == Outcome.NOT_APPLIED ? unknown(failure) : failure;
        transport.unserved(told);
        completeExceptionally(transport.isClosed() ? transport.closedException(told.outcome()) : told);
    }

    /** Of a write of which an earlier copy may have been applied, whatever the last was told. */
    private StoreException unknown(StoreException failure) {
        String message = failure.getMessage() + "; an earlier attempt was not answered and may have been applied";
        return failure instanceof DeadlineExceededException
                ? new DeadlineExceededException(message, failure, Outcome.UNKNOWN)
                : new UnavailableException(message, failure, Outcome.UNKNOWN);
    }

    /** Whether an attempt that was not answered may have been applied. */
    boolean isUncertain() {
        return uncertain;
    }

    /** The store is being closed. */
    void closed() {
        withdrawn = true;
        Attempt attempt = onTheWire;
        boolean left = attempt != null && attempt.withdraw("the store was closed");
        boolean applied = uncertain || (rpc.isWrite() && left);
        transport.ended(this);
        completeExceptionally(transport.closedException(applied ? Outcome.UNKNOWN : Outcome.NOT_APPLIED));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            withdrawn = true;
            transport.ended(this);
            Attempt attempt = onTheWire;
            if (attempt != null) {
                attempt.withdraw("cancelled by the caller");
            }
        }
        return cancelled;
    }

    /** What it is for, as log lines name it. */
    @Override
    public String toString() {
        return purpose.toString();
    }
}
