package io.gatewaystore.testkit.scripted;

import io.grpc.stub.StreamObserver;
import java.util.function.LongFunction;

/** The way back to the client of one call. */
final class Reply<A> {

    private final StreamObserver<A> client;
    private final LongFunction<A> success;

    Reply(StreamObserver<A> client, LongFunction<A> success) {
        this.client = client;
        this.success = success;
    }

    void succeed(long revision) {
        client.onNext(success.apply(revision));
        client.onCompleted();
    }

    void end(Ending ending) {
        client.onError(Messages.status(ending).asRuntimeException());
    }
}
