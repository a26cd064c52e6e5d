package io.gatewaystore.coordination;

/**
 * What is done under a lock.
 *
 * <p>Safe for use by one thread at a time.
 *
 * @param <T> the type of its result
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface LockedTask<T, X extends Exception> {

    /**
     * Does it.
     *
     * @param lock the lock, which is held
     * @return the result
     * @throws X if it fails
     */
    T run(HeldLock lock) throws X;
}
