package io.gatewaystore.coordination;

import java.util.Optional;

/**
 * Is told who leads: {@link Election#observe}.
 *
 * <p>Called on the store's own threads, one call at a time, in order. It may block and may call the store; what it throws is logged.
 *
 * <p>Safe for use by one thread at a time.
 */
@FunctionalInterface
public interface LeaderListener {

    /**
     * There is another leader, or none, or it tells something else of itself. Who led for a short while may be left out.
     *
     * @param leader the leader, or empty if there is none
     */
    void onLeader(Optional<Leader> leader);
}
