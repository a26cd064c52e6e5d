package io.gatewaystore.coordination;

import io.gatewaystore.Bytes;
import io.gatewaystore.error.LockLostException;
import io.gatewaystore.session.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock that processes share through their store: queued, fair, and held by a handle, not by a thread.
 *
 * <pre>{@code
 * try (HeldLock held = store.lock("jobs/nightly").acquire()) {
 *     held.fenced().put("jobs/nightly/result", result);    // fails if the lock is lost by then
 * }
 * }</pre>
 *
 * <p>A lock in a store cannot keep a holder from working on that was paused for too long, or cut off. What it can do is to refuse that holder's writes: use
 * {@link HeldLock#fenced()}, or hand the {@link HeldLock#fencingToken()} to whatever resource can compare it.
 *
 * <p>It is not reentrant: whoever holds it and asks again waits for itself. Keys below the name are tickets; a key there without a session is ignored.
 *
 * <p>Thread-safe.
 */
public final class StoreLock {

    private static final Bytes NOTHING_TO_TELL = Bytes.empty();

    private final WaitingLine line;

    private StoreLock(WaitingLine line) {
        this.line = line;
    }

    /**
     * A lock on a session.
     *
     * @param session whose loss is that of the lock
     * @param name the directory in which those who wait leave their tickets, such as {@code jobs/nightly}, in the namespace of the session's store
     * @return the lock, not held yet
     * @throws IllegalArgumentException if the name is empty, ends with a slash, or is not well-formed Unicode
     */
    public static StoreLock on(Session session, String name) {
        return new StoreLock(new WaitingLine(session, name));
    }

    /**
     * Waits for the lock as long as it takes. Once its place in the queue is taken, a store that cannot be reached for a while is waited for, as long as
     * the session lives.
     *
     * @return the lock, held
     * @throws io.gatewaystore.error.SessionLostException if the session is lost, and with it the place in the queue
     * @throws io.gatewaystore.error.InterruptedStoreException if the thread is interrupted
     * @throws io.gatewaystore.error.StoreException as a write may fail. Whatever is thrown, what was written is deleted, by the session's next renewal at the latest
     */
    public HeldLock acquire() {
        return acquire(Patience.unlimited()).orElseThrow();
    }

    /**
     * Waits for the lock for some time.
     *
     * @param wait how long at most, besides what single calls to the store take; {@link Duration#ZERO} takes it only if nobody has it
     * @return the lock, or empty if it was not free in time
     * @throws IllegalArgumentException if the time is negative
     * @throws io.gatewaystore.error.SessionLostException if the session is lost, and with it the place in the queue
     * @throws io.gatewaystore.error.InterruptedStoreException if the thread is interrupted
     * @throws io.gatewaystore.error.StoreException as a write may fail. Whatever is thrown, what was written is deleted, by the session's next renewal at the latest
     */
    public Optional<HeldLock> tryAcquire(Duration wait) {
        return acquire(Patience.of(wait));
    }

    private Optional<HeldLock> acquire(Patience patience) {
        return line.join(NOTHING_TO_TELL, patience).map(HeldLock::new);
    }

    /**
     * Waits for the lock, does something on the calling thread, and releases the lock. If the lock is lost meanwhile the thread is interrupted.
     *
     * @param task what is done; should end soon when it is interrupted
     * @param <T> the type of its result
     * @param <X> what it may throw
     * @return its result
     * @throws X if the task throws it and the lock was held until then
     * @throws LockLostException if the lock was lost before the task ended, whatever that did then; what it threw is the cause
     * @throws io.gatewaystore.error.StoreException as {@link #acquire()}
     */
    public <T, X extends Exception> T runLocked(LockedTask<T, X> task) throws X {
        try (HeldLock held = acquire()) {
            return new Guarded(held).run(task);
        }
    }

    /** A task that is interrupted if its lock is lost, and its thread, which is not interrupted once the task has ended. */
    private static final class Guarded {

        private final HeldLock held;
        private final Thread thread = Thread.currentThread();
        private final ReentrantLock lock = new ReentrantLock();
        private boolean ended;
        private boolean interrupted;

        Guarded(HeldLock held) {
            this.held = held;
        }

        <T, X extends Exception> T run(LockedTask<T, X> task) throws X {
            held.lost().thenRun(this::interrupt);
            T result;
            try {
                result = task.run(held);
            } catch (Throwable thrown) {
                end(thrown);
                throw thrown;
            }
            end(null);
            return result;
        }

        private void interrupt() {
            lock.lock();
            try {
                if (!ended) {
                    interrupted = true;
                    thread.interrupt();
                }
            } finally {
                lock.unlock();
            }
        }

        /** Nothing interrupts the thread any more. Fails if the lock was not held to the end. */
        private void end(@Nullable Throwable thrown) {
            boolean intact = held.isHeld();
            lock.lock();
            try {
                ended = true;
                if (interrupted) {
                    Thread.interrupted();
                }
            } finally {
                lock.unlock();
            }
            if (!intact) {
                throw new LockLostException(
                        "the lock with token " + held.fencingToken() + " was lost before the task under it had ended",
                        thrown);
            }
        }
    }
}
