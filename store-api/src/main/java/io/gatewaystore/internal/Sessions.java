package io.gatewaystore.internal;

import io.gatewaystore.session.SessionStatus;
import io.gatewaystore.spi.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The sessions of one opened store, and which of them is shared. */
final class Sessions {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private final StoreCore core;
    private final Set<SessionLife> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private @Nullable CompletableFuture<SessionLife> shared;

    Sessions(StoreCore core) {
        this.core = core;
    }

    CompletableFuture<SessionLife> open(Duration ttl, Deadline deadline) {
        SessionLife session = new SessionLife(core, ttl);
        open.add(session);
        CompletableFuture<SessionLife> opened = session.open(deadline);
        var unused = opened.whenComplete((same, failure) -> {
            if (failure != null) {
                session.close(deadline);
            }
        });
        if (core.isClosed()) {
            session.close(Deadline.after(CLOSE_PATIENCE));
        }
        return opened;
    }

    /** The shared one. Whoever gives up waiting for it leaves it to the others. */
    CompletableFuture<SessionLife> shared(Deadline deadline) {
        lock.lock();
        try {
            CompletableFuture<SessionLife> current = shared;
            if (current == null || isOver(current)) {
                current = open(core.config().current().sessionTtl(), deadline);
                shared = current;
            }
            return LinkedFuture.mirror(current);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isOver(CompletableFuture<SessionLife> session) {
        return session.isCompletedExceptionally()
                || (session.isDone() && session.join().isClosed());
    }

    /** How those stand that have had a lease. */
    List<SessionStatus> status() {
        return open.stream()
                .map(SessionLife::status)
                .filter(session -> session.epoch() > 0)
                .toList();
    }

    void unregister(SessionLife session) {
        open.remove(session);
    }

    /** Ends all sessions, and waits a moment for the store to delete what is bound to them. */
    void close() {
        CompletableFuture<?>[] endings = open.stream()
                .map(session -> session.close(Deadline.after(CLOSE_PATIENCE)))
                .toArray(CompletableFuture[]::new);
        BlockingStore.awaitQuietly(CompletableFuture.allOf(endings), CLOSE_PATIENCE);
    }
}
