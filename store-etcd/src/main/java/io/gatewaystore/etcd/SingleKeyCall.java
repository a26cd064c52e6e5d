package io.gatewaystore.etcd;

import io.gatewaystore.Bytes;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.util.List;
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
        return request instanceof Request.Txn txn
                ? txn.then().stream().mapToInt(SingleKeyCall::sizeOfValue).sum()
                : 0;
    }

    /** Travels by itself. */
    CompletableFuture<R> goAlone() {
        return follow(plain.get());
    }

    /** Takes over the result of a call that is made for it. */
    CompletableFuture<R> follow(CompletableFuture<R> call) {
        follow(call, (answer, failure) -> {
            if (failure == null) {
                complete(answer);
            } else {
                completeExceptionally(failure);
            }
        });
        return call;
    }

    /** Has travelled with others, whose revision is its own too: etcd states it once for all of them. */
    @SuppressWarnings("unchecked") // A request is answered by a response of its kind.
    void arrive(Response answer, long revision) {
        complete((R) at(revision, answer));
    }

    private static Response at(long revision, Response answer) {
        if (answer instanceof Response.Range range) {
            return new Response.Range(revision, range.entries(), range.more(), range.count());
        }
        if (answer instanceof Response.Delete delete) {
            return new Response.Delete(revision, delete.deleted());
        }
        if (answer instanceof Response.Txn txn) {
            List<Response> parts =
                    txn.responses().stream().map(part -> at(revision, part)).toList();
            return new Response.Txn(revision, txn.succeeded(), parts);
        }
        return new Response.Put(revision);
    }
}
