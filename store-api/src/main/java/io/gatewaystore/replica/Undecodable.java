package io.gatewaystore.replica;

import io.gatewaystore.error.CodecException;
import java.util.Objects;

/**
 * A key whose value a replica could not decode. It is as if absent in the replica until somebody writes a value that decodes.
 *
 * <p>Immutable.
 *
 * @param key the key
 * @param modRevision the revision of the write that made it so
 * @param cause what the codec said, which never shows the value
 */
public record Undecodable(String key, long modRevision, CodecException cause) {

    /**
     * Creates an entry.
     *
     * @param key the key
     * @param modRevision the revision of the write that made it so
     * @param cause what the codec said
     */
    public Undecodable {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(cause, "cause");
    }
}
