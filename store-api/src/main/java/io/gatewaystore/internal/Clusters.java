package io.gatewaystore.internal;

import io.gatewaystore.RevisionToken;
import io.gatewaystore.Store;
import io.gatewaystore.error.NotSupportedException;
import io.gatewaystore.error.OtherClusterException;

/** Which cluster a store is on, for revisions that travel. */
public final class Clusters {

    private Clusters() {}

    /**
     * The cluster of a store.
     *
     * @param store the store
     * @return the id of its cluster
     * @throws NotSupportedException if its backend tells none
     */
    public static String idOf(Store store) {
        return store.status()
                .cluster()
                .orElseThrow(() -> new NotSupportedException(
                        "the backend '" + store.status().backend()
                                + "' has not told which cluster it is on: its backend knows none, or no member was heard yet",
                        null));
    }

    /**
     * Refuses a token of another cluster.
     *
     * @param store the store it is to be used with
     * @param token the token
     * @throws OtherClusterException if it belongs to another cluster
     */
    public static void check(Store store, RevisionToken token) {
        String own = idOf(store);
        if (!own.equals(token.cluster())) {
            throw new OtherClusterException(
                    "the revision token is of cluster " + token.cluster() + ", but this store is on cluster " + own
                            + ": revisions of different clusters cannot be compared; both nodes need the same hosts",
                    null,
                    token.cluster(),
                    own);
        }
    }
}
