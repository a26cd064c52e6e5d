package io.gatewaystore.testkit.faults;

import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call that meets a fault: the future its caller has. */
final class FaultyCall<T> extends CompletableFuture<T> {

    private final String purpose;
    private final Supplier<CompletableFuture<T>> real;
    private final Outcome ifLost;
    private volatile @Nullable CompletableFuture<T> made;

    FaultyCall(String purpose, Supplier<CompletableFuture<T>> real, Outcome ifLost) {
        this.purpose = purpose;
        this.real = real;
        this.ifLost = ifLost;
    }

    /** Makes the call, unless this future is done already, and lets its end be treated. */
    void make(BiConsumer<? super T, ? super @Nullable Throwable> end) {
        if (isDone()) {
            return;
        }
        CompletableFuture<T> call = real.get();
        made = call;
        if (isCancelled()) {
            call.cancel(false);
        }
        call.whenComplete(end);
    }

    /** Makes the call and ends as it does. */
    void pass() {
        make((value, failure) -> {
            if (failure == null) {
                complete(value);
            } else {
                completeExceptionally(cause(failure));
            }
        });
    }

    void fail(StoreException failure) {
        completeExceptionally(failure);
    }

    /** The call was refused. */
    void refused() {
        fail(new UnavailableException(purpose + ": refused by a fault the test asked for", null, Outcome.NOT_APPLIED));
    }

    /** The connection broke before the call arrived, or before its answer did. */
    void lost() {
        fail(new UnavailableException(purpose + ": the connection broke, by a fault the test asked for", null, ifLost));
    }

    /** The deadline passed. A call that was not made never will be. */
    void late() {
        fail(new DeadlineExceededException(
                purpose + ": no answer within the deadline, by a fault the test asked for",
                null,
                made == null ? Outcome.NOT_APPLIED : ifLost));
    }

    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        CompletableFuture<T> call = made;
        if (cancelled && call != null) {
            call.cancel(mayInterruptIfRunning);
        }
        return cancelled;
    }
}
