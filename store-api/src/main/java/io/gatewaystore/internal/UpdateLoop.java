package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.Updated;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Reads, changes and writes a key until nobody came between. */
final class UpdateLoop {

    private static final int PATIENT_AFTER = 2;
    private static final int LONGEST_PAUSE_SHIFT = 6;

    private final StoreCore core;
    private final Backend backend;
    private final String key;
    private final Bytes rawKey;
    private final Function<Optional<Bytes>, Bytes> change;
    private final Deadline deadline;
    private final LinkedFuture<Updated> result = new LinkedFuture<>();
    private volatile boolean writing;
    private int lostRaces;

    UpdateLoop(
            StoreCore core,
            Backend backend,
            String key,
            Bytes rawKey,
            Function<Optional<Bytes>, Bytes> change,
            Deadline deadline) {
        this.core = core;
        this.backend = backend;
        this.key = key;
        this.rawKey = rawKey;
        this.change = change;
        this.deadline = deadline;
    }

    CompletableFuture<Updated> start() {
        core.register(this);
        result.whenComplete((value, failure) -> core.unregister(this));
        Request.Range read = Requests.get(rawKey);
        result.follow(
                RequestLimits.measured(backend.limits(), read, () -> backend.range(read, deadline)),
                this::changeOnOwnThread);
        return result;
    }

    /** Ends it at the end of the store, even if the caller's function does not return; a write that is under way ends by itself. */
    void fail(StoreException closed) {
        if (!writing) {
            result.completeExceptionally(closed);
        }
    }

    private void changeOnOwnThread(Response.Range current) {
        Runnable step =
                () -> result.attempt(() -> change(current.entries().stream().findFirst()));
        if (lostRaces <= PATIENT_AFTER) {
            core.executor().execute(step);
        } else {
            // Contention: whoever waits a little lets others through instead of racing them again.
            int bound = 1 << Math.min(lostRaces - PATIENT_AFTER, LONGEST_PAUSE_SHIFT);
            long pause =
                    TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(bound) + 1L);
            core.threads().executeAfter(Duration.ofNanos(Math.min(pause, deadline.remainingNanos())), step);
        }
    }

    private void change(Optional<RawEntry> current) {
        if (result.isDone()) {
            return;
        }
        if (core.isClosed()) {
            throw core.closedException();
        }
        checkDeadline();
        Bytes value = Objects.requireNonNull(change.apply(current.map(RawEntry::value)), "the changed value");
        if (result.isDone()) {
            // Cancelled while the function ran: nothing is sent.
            return;
        }
        if (current.isPresent() && current.get().value().equals(value)) {
            result.complete(new Updated(current.get().modRevision(), value, false));
            return;
        }
        // The function may have taken its time: what it made is not written late.
        checkDeadline();
        Request.Txn guarded = guarded(current, value);
        writing = true;
        result.follow(
                core.inTurn(guarded, deadline, () -> backend.txn(guarded, deadline), Requests::revision),
                answer -> finish(value, answer));
    }

    private void checkDeadline() {
        if (deadline.isPast()) {
            throw new DeadlineExceededException(
                    "update of key '" + key + "': the deadline passed after " + lostRaces + " lost races",
                    null,
                    Outcome.NOT_APPLIED);
        }
    }

    private void finish(Bytes value, Response.Txn answer) {
        writing = false;
        if (answer.succeeded()) {
            result.complete(new Updated(answer.revision(), value, true));
        } else {
            lostRaces++;
            changeOnOwnThread((Response.Range) answer.responses().get(0));
        }
    }

    private Request.Txn guarded(Optional<RawEntry> current, Bytes value) {
        return Requests.guarded(
                current.map(entry -> Requests.unchanged(rawKey, entry.modRevision()))
                        .orElseGet(() -> Requests.absent(rawKey)),
                new Request.Put(rawKey, value, 0, current.isPresent()));
    }
}
