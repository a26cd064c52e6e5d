package io.gatewaystore.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A future that is fed by calls to a backend, one after another, and cancels the one under way when it is cancelled itself. Unlike the
 * dependent stages of {@link CompletableFuture} it never wraps the exception of its source.
 */
final class LinkedFuture<T> extends CompletableFuture<T> {

    private volatile @Nullable CompletableFuture<?> source;

    /** The result of a call, converted. */
    static <S, T> CompletableFuture<T> map(CompletableFuture<S> source, Function<S, T> conversion) {
        LinkedFuture<T> result = new LinkedFuture<>();
        result.follow(source, value -> result.complete(conversion.apply(value)));
        return result;
    }

    /** A future that completes as another does, without wrapping its exception; cancelling it leaves the other alone. */
    static <T> CompletableFuture<T> mirror(CompletableFuture<T> source) {
        CompletableFuture<T> mirror = new CompletableFuture<>();
        source.whenComplete((value, failure) -> {
            if (failure == null) {
                mirror.complete(value);
            } else {
                mirror.completeExceptionally(unwrap(failure));
            }
        });
        return mirror;
    }

    /** Waits for the next call. What the continuation throws, and what the call fails with, fails this future. */
    <S> void follow(CompletableFuture<S> call, Consumer<S> continuation) {
        follow(call, continuation, this::completeExceptionally);
    }

    /** Waits for the next call. What a continuation throws fails this future. */
    <S> void follow(CompletableFuture<S> call, Consumer<S> continuation, Consumer<Throwable> onFailure) {
        source = call;
        if (isCancelled()) {
            call.cancel(false);
        }
        call.whenComplete((value, failure) -> {
            try {
                if (failure != null) {
                    onFailure.accept(unwrap(failure));
                } else {
                    continuation.accept(value);
                }
            } catch (Throwable thrown) {
                completeExceptionally(thrown);
            }
        });
    }

    /**
     * Runs a step of this future's work, which fails it if it throws anything: code of the caller's may throw checked exceptions too, if it was
     * not written in Java.
     */
    void attempt(Runnable step) {
        try {
            step.run();
        } catch (Throwable thrown) {
            completeExceptionally(thrown);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        CompletableFuture<?> call = source;
        if (cancelled && call != null) {
            call.cancel(mayInterruptIfRunning);
        }
        return cancelled;
    }

    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wrapper = failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapper && cause != null ? cause : failure;
    }
}
