package io.gatewaystore.etcd;

import io.gatewaystore.Bytes;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One operation on one key, which travels as its plain call or together with others, and the future of its answer. Cancelled, it takes its plain call
 * with it; from the company of others it is only detached.
 */
final class SingleKeyCall<R extends Response> extends ComposedCall<R> {

    private final Request request;
    private final Bytes key;
    private final Purpose purpose;
    private final int size;
    private final Deadline deadline;
    private final Supplier<CompletableFuture<R>> plain;

    /**
     * Prepares an operation.
     *
     * @param request what it asks
     * @param key the key it is about
     * @param purpose what it is for
     * @param plain starts its plain call
     */
    SingleKeyCall(
            Request request, Bytes key, Purpose purpose, Deadline deadline, Supplier<CompletableFuture<R>> plain) {
        this.request = request;
        this.key = key;
        this.purpose = purpose;
        this.size = 2 * key.size() + sizeOfValue(request) + Coalescer.OVERHEAD;
        this.deadline = deadline;
        this.plain = plain;
    }

    Request request() {
        return request;
    }

    Bytes key() {
        return key;
    }

    Purpose purpose() {
        return purpose;
    }

    Deadline deadline() {
        return deadline;
    }

    /** About how long it is on the wire, in bytes. */
    int size() {
        return size;
    }

    private static int sizeOfValue(Request request) {
        if (request instanceof Request.Put put) {
            return put.value().size();
        }
        int sum = 0;
        if (request instanceof Request.Txn txn) {
            for (Request part : txn.then()) {
                sum += sizeOfValue(part);
            }
        }
        return sum;
    }

    /** Travels by itself; something is done when that has ended and its caller has been told. */
    void goAlone(Runnable onEnd) {
        follow(plain.get(), onEnd);
    }

    /** Takes over the result of a call that is made for it. */
    void follow(CompletableFuture<R> call) {
        follow(call, () -> {});
    }

    private void follow(CompletableFuture<R> call, Runnable onEnd) {
        follow(call, (answer, failure) -> {
            if (failure == null) {
                complete(answer);
            } else {
                completeExceptionally(failure);
            }
            onEnd.run();
        });
    }

    /** Has travelled with others. */
    @SuppressWarnings("unchecked") // A request is answered by a response of its kind.
    void arrive(Response answer) {
        complete((R) answer);
    }
}
