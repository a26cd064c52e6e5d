package io.gatewaystore.session;

/**
 * Is told what happens to a registration.
 *
 * <p>Called on the store's own threads, one call at a time, in the order of the events. It may block and may call the store; what it throws is logged.
 *
 * <p>Safe for use by one thread at a time.
 */
@FunctionalInterface
public interface RegistrationListener {

    /**
     * Something happened.
     *
     * @param event what
     */
    void onEvent(RegistrationEvent event);
}
