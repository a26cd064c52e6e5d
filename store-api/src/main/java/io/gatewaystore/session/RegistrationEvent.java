package io.gatewaystore.session;

/**
 * What happened to a registration.
 *
 * <p>Immutable.
 */
public enum RegistrationEvent {
    /** The key was written for the first time. */
    REGISTERED,
    /** The session was lost, or the key deleted by somebody; it comes back as soon as that is possible. */
    LOST,
    /** The key is back after it was lost. */
    HEALED,
    /** Somebody else overwrote the key while it was registered. Unless the policy is {@link WhenHeld#WAIT}, the registration has ended. */
    TAKEN_OVER,
    /** Somebody else holds the key that was to be registered. Under {@link WhenHeld#WAIT} it is waited for, under {@link WhenHeld#FAIL} the registration has ended. */
    HELD
}
