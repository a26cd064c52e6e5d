package io.gatewaystore.etcd;

import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A read that one member may answer from what it has, and the future of it. A member that has less than this store was already shown is not believed:
 * then the cluster is asked as a whole. If that has less too, its history was rewound, and what it has now is what counts.
 */
final class MonotonicRead extends ComposedCall<Response.Range> {

    private final Transport transport;
    private final Function<Request.Range, CompletableFuture<Response.Range>> ask;

    MonotonicRead(Transport transport, Function<Request.Range, CompletableFuture<Response.Range>> ask) {
        this.transport = transport;
        this.ask = ask;
    }

    MonotonicRead read(Request.Range request) {
        long shown = transport.revision();
        follow(ask.apply(request), (local, failure) -> {
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
        follow(ask.apply(request), (agreed, failure) -> {
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

    private static Request.Range linearizable(Request.Range request) {
        return new Request.Range(request.range(), request.limit(), request.revision(), false, request.shape());
    }
}
