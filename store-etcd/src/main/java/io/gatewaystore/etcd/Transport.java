package io.gatewaystore.etcd;

import io.etcd.jetcd.api.AuthenticateRequest;
import io.gatewaystore.config.EtcdConfig;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.spi.Deadline;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

/** What calls and streams travel over: the members, the token, the timer, and the calls under way. */
final class Transport {

    private final Members members;
    private final Tokens tokens;
    private final ScheduledExecutorService timer;
    private final Set<UnaryCall<?, ?, ?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Transport(EtcdConfig config, Members members, ScheduledExecutorService timer) {
        this.members = members;
        this.timer = timer;
        this.tokens = new Tokens(config, this::authenticate);
    }

    Members members() {
        return members;
    }

    Tokens tokens() {
        return tokens;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    boolean isClosed() {
        return closed;
    }

    /** Starts a call. The future is the call: cancelling it cancels what is on the wire. */
    <Q, A, R> CompletableFuture<R> call(Rpc<Q, A, R> rpc, Q request, Purpose purpose, Deadline deadline) {
        UnaryCall<Q, A, R> call = new UnaryCall<>(this, rpc, request, purpose, deadline);
        underWay.add(call);
        if (closed) {
            call.closed();
        } else {
            call.start();
        }
        return call;
    }

    void ended(UnaryCall<?, ?, ?> call) {
        underWay.remove(call);
    }

    StoreClosedException closedException(Outcome outcome) {
        return new StoreClosedException("the store was closed", null, outcome);
    }

    /** Fails the calls under way; later ones fail at once. */
    void close() {
        closed = true;
        underWay.forEach(UnaryCall::closed);
    }

    private CompletableFuture<String> authenticate(AuthenticateRequest request, Deadline deadline) {
        return call(Tokens.AUTHENTICATE, request, new Purpose("authenticate", request.getName()), deadline);
    }
}
