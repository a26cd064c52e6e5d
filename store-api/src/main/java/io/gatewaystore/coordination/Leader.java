package io.gatewaystore.coordination;

import io.gatewaystore.Bytes;
import java.util.Objects;

/**
 * Who leads.
 *
 * <p>Immutable.
 *
 * @param value what the leader tells of itself
 * @param token the token of its leadership, higher than that of every leader before
 */
public record Leader(Bytes value, long token) {

    /**
     * Creates a leader.
     *
     * @param value what it tells of itself
     * @param token its token
     */
    public Leader {
        Objects.requireNonNull(value, "value");
    }

    /** The token; the value may be secret. */
    @Override
    public String toString() {
        return "Leader[token " + token + "]";
    }
}
