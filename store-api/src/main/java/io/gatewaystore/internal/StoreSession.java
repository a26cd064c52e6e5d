package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.Subscription;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.session.Registration;
import io.gatewaystore.session.RegistrationListener;
import io.gatewaystore.session.Session;
import io.gatewaystore.session.SessionListener;
import io.gatewaystore.session.SessionState;
import io.gatewaystore.session.WhenHeld;
import io.gatewaystore.spi.Deadline;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** A session as one view of its store sees it. */
final class StoreSession implements Session {

    private final StoreCore core;
    private final SessionLife life;
    private final BackendStore store;

    StoreSession(StoreCore core, SessionLife life, BackendStore store) {
        this.core = core;
        this.life = life;
        this.store = store;
    }

    /**
     * What a write binds its key to.
     *
     * @throws IllegalArgumentException if the session is of another opened store
     */
    static SessionLife lifeOf(Session session, StoreCore core) {
        if (session instanceof StoreSession own && own.core == core) {
            return own.life;
        }
        throw new IllegalArgumentException(
                "session: one of another opened store (expected: one that this store, or a view of it, has opened)");
    }

    SessionLife life() {
        return life;
    }

    @Override
    public SessionState state() {
        return life.state();
    }

    @Override
    public Duration remaining() {
        return life.remaining();
    }

    @Override
    public long epoch() {
        return life.epoch();
    }

    @Override
    public Duration ttl() {
        return life.ttl();
    }

    @Override
    public Store store() {
        return store.blocking();
    }

    @Override
    public Subscription onStateChange(SessionListener listener) {
        return life.onStateChange(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public Registration register(String key, Bytes value, WhenHeld policy, RegistrationListener listener) {
        return BlockingStore.await(() -> registerAsync(key, value, policy, listener), Outcome.UNKNOWN);
    }

    @Override
    public CompletableFuture<Registration> registerAsync(
            String key, Bytes value, WhenHeld policy, RegistrationListener listener) {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(listener, "listener");
        return new SessionRegistration(core, this, store, key, value, policy, listener).begin();
    }

    @Override
    public void close() {
        BlockingStore.awaitQuietly(life.close(Deadline.after(store.timeout())), store.timeout());
    }
}
