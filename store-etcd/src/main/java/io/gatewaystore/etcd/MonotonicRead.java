package io.gatewaystore.etcd;

import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A read that one member may answer from what it has, and the future of it. A member that has less than this store was already shown is not believed:
 * then the cluster is asked as a whole. If that has less too, its history was rewound, and what it has now is what counts.
 */
final class MonotonicRead extends CompletableFuture<Response.Range> {

    private final Transport transport;
    private final Function<Request.Range, CompletableFuture<Response.Range>> ask;
    private volatile @Nullable CompletableFuture<Response.Range> underWay;

    MonotonicRead(Transport transport, Function<Request.Range, CompletableFuture<Response.Range>> ask) {
        this.transport = transport;
        this.ask = ask;
    }

    MonotonicRead read(Request.Range request) {
        long shown = transport.revision();
        ask(request).whenComplete((local, failure) -> {
            if (failure != null) {
                completeExceptionally(failure);
            } else if (local.revision() >= shown) {
                complete(local);
            } else {
                readTogether(linearizable(request));
            }
        });
        return this;
    }

    private void readTogether(Request.Range request) {
        long shown = transport.revision();
        ask(request).whenComplete((agreed, failure) -> {
            if (failure != null) {
                completeExceptionally(failure);
                return;
            }
            if (agreed.revision() < shown) {
                transport.rewound(shown, agreed.revision());
            }
            complete(agreed);
        });
    }

    private CompletableFuture<Response.Range> ask(Request.Range request) {
        CompletableFuture<Response.Range> call = ask.apply(request);
        underWay = call;
        if (isDone()) {
            call.cancel(false);
        }
        return call;
    }

    private static Request.Range linearizable(Request.Range request) {
        return new Request.Range(request.range(), request.limit(), request.revision(), false, request.shape());
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        CompletableFuture<Response.Range> call = underWay;
        if (cancelled && call != null) {
            call.cancel(mayInterruptIfRunning);
        }
        return cancelled;
    }
}
