package io.gatewaystore.testkit.faults;

/**
 * Which connections through a {@link FaultProxy} are meant.
 *
 * <p>Immutable.
 */
public enum Connections {
    /** Those there are and those to come. */
    ALL,
    /** Those there are. */
    EXISTING,
    /** Those to come. */
    LATER
}
