package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.error.LeaseNotFoundException;
import io.gatewaystore.error.SessionLostException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A write that binds keys to sessions. They count it as under way from before it is sent until its future ends; what it binds after that, because it was
 * cancelled or its outcome is unknown, they take for a leftover.
 */
final class SessionWrite<T> {

    private final Map<SessionLife, Set<Bytes>> keys;
    private final Function<Map<SessionLife, Long>, CompletableFuture<T>> write;
    private final Function<T, Collection<Bytes>> bound;
    private final Map<SessionLife, Long> leases = new HashMap<>();
    private final LinkedFuture<T> result = new LinkedFuture<>();

    /**
     * Prepares a write.
     *
     * @param keys the keys it may bind to each session
     * @param write writes, on the leases the sessions have at that moment
     * @param bound tells which keys it did bind
     */
    SessionWrite(
            Map<SessionLife, Set<Bytes>> keys,
            Function<Map<SessionLife, Long>, CompletableFuture<T>> write,
            Function<T, Collection<Bytes>> bound) {
        this.keys = keys;
        this.write = write;
        this.bound = bound;
    }

    CompletableFuture<T> start() {
        if (keys.isEmpty()) {
            return write.apply(leases);
        }
        keys.forEach((session, own) -> session.keys().begin(own));
        var unused = result.whenComplete((value, failure) -> ended(failure == null ? bound.apply(value) : Set.of()));
        result.attempt(this::send);
        return result;
    }

    private void send() {
        keys.keySet().forEach(session -> leases.put(session, session.lease()));
        result.follow(write.apply(leases), result::complete, failure -> result.completeExceptionally(told(failure)));
    }

    private void ended(Collection<Bytes> all) {
        keys.forEach((session, own) ->
                session.keys().end(own, all.stream().filter(own::contains).toList()));
    }

    private Throwable told(Throwable failure) {
        if (!(failure instanceof LeaseNotFoundException)) {
            return failure;
        }
        leases.forEach(SessionLife::gone);
        return new SessionLostException(
                "the session lost its lease before the write arrived; what was bound to it is gone. It takes another one by itself: try again",
                failure);
    }
}
