package io.gatewaystore.etcd;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A result that takes several calls, one after another, and the future of it: cancelling it cancels whichever is under way. */
abstract class ComposedCall<R> extends CompletableFuture<R> {

    private volatile @Nullable CompletableFuture<?> underWay;

    /** Goes on with a call, unless it was cancelled meanwhile; then the call is too. What cannot go on fails, lest somebody waits for ever. */
    final <T> void follow(CompletableFuture<T> call, BiConsumer<T, Throwable> next) {
        underWay = call;
        if (isDone()) {
            call.cancel(false);
        }
        call.whenComplete((answer, failure) -> {
            try {
                next.accept(answer, failure);
            } catch (Throwable broken) {
                completeExceptionally(broken);
            }
        });
    }

    @Override
    public final boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        CompletableFuture<?> call = underWay;
        if (cancelled && call != null) {
            call.cancel(mayInterruptIfRunning);
        }
        return cancelled;
    }
}
