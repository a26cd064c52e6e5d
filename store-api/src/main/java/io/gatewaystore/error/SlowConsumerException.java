package io.gatewaystore.error;

import org.jspecify.annotations.Nullable;

/**
 * A watch under the policy {@link io.gatewaystore.watch.SlowConsumer#FAIL} ended because its listener fell behind by more than its
 * queue holds, in number or in size.
 *
 * <p>Immutable.
 */
public final class SlowConsumerException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message how far the listener fell behind
     * @param cause the underlying failure, or null
     */
    public SlowConsumerException(String message, @Nullable Throwable cause) {
        super(message, cause, Outcome.NOT_APPLIED, true);
    }

    @Override
    public SlowConsumerException atCaller() {
        return new SlowConsumerException(String.valueOf(getMessage()), this);
    }
}
