package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.WriteResult.Applied;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import java.util.concurrent.CompletableFuture;

/**
 * A put that leaves a key the lease it has. Only a key that exists has one to keep, so the key is written if it exists, else if it does not, and so
 * on until one of both was true. One request for both cases would hold the value twice.
 */
final class LeaseKeepingPut {

    private final Backend backend;
    private final Request.Txn ifExists;
    private final Request.Txn ifAbsent;
    private final Deadline deadline;
    private final LinkedFuture<Applied> result = new LinkedFuture<>();

    LeaseKeepingPut(Backend backend, Bytes key, Bytes value, Deadline deadline) {
        this.backend = backend;
        this.ifExists = Requests.onlyIf(Requests.exists(key), new Request.Put(key, value, 0, true));
        this.ifAbsent = Requests.onlyIf(Requests.absent(key), new Request.Put(key, value, 0, false));
        this.deadline = deadline;
    }

    /** The request it begins with; the other one is of the same size and writes the same key. */
    Request.Txn sample() {
        return ifExists;
    }

    CompletableFuture<Applied> start() {
        result.attempt(() -> writeIf(ifExists, ifAbsent));
        return result;
    }

    private void writeIf(Request.Txn supposed, Request.Txn otherwise) {
        if (result.isDone()) {
            return;
        }
        result.follow(backend.txn(supposed, deadline), answer -> {
            if (answer.succeeded()) {
                result.complete(new Applied(answer.revision()));
            } else {
                writeIf(otherwise, supposed);
            }
        });
    }
}
