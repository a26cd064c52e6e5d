package io.gatewaystore.watch;

/**
 * What happens to a watch whose listener falls behind by more change sets than its queue holds. No other watch ever waits for it.
 *
 * <p>Immutable.
 */
public enum SlowConsumer {
    /**
     * The default: the watch pauses and, once the listener has caught up, resumes after the last change set it was given. Nothing is
     * lost, unless the store compacts that history meanwhile, which ends in a {@link Resync}.
     */
    RESUME,
    /** The watch ends with a {@link io.gatewaystore.error.SlowConsumerException}. */
    FAIL
}
