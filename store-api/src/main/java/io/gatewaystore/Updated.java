package io.gatewaystore;

import java.util.Objects;

/**
 * What a read-modify-write ended with.
 *
 * <p>Immutable.
 *
 * @param revision the modRevision of the key as it stands: that of the new write, or of the value found equal
 * @param value the value as it stands
 * @param written whether something was written; false if the function returned the bytes it was given
 */
public record Updated(long revision, Bytes value, boolean written) {

    /**
     * Creates a result.
     *
     * @param revision the modRevision of the key
     * @param value the value
     * @param written whether something was written
     */
    public Updated {
        Objects.requireNonNull(value, "value");
    }
}
