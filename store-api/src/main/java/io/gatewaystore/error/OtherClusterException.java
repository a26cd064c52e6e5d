package io.gatewaystore.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A revision of one cluster was used with a store on another, where it means nothing.
 *
 * <p>Immutable.
 */
public final class OtherClusterException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final String tokenCluster;
    private final String storeCluster;

    /**
     * Creates an exception.
     *
     * @param message what happened, with the evidence, and what to do
     * @param cause the underlying failure, or null
     * @param tokenCluster the cluster that the revision is of
     * @param storeCluster the cluster that the store is on
     */
    public OtherClusterException(String message, @Nullable Throwable cause, String tokenCluster, String storeCluster) {
        super(message, cause, Outcome.NOT_APPLIED, false);
        this.tokenCluster = Objects.requireNonNull(tokenCluster, "tokenCluster");
        this.storeCluster = Objects.requireNonNull(storeCluster, "storeCluster");
    }

    /**
     * The cluster that the revision is of.
     *
     * @return its id
     */
    public String tokenCluster() {
        return tokenCluster;
    }

    /**
     * The cluster that the store is on.
     *
     * @return its id
     */
    public String storeCluster() {
        return storeCluster;
    }

    @Override
    public OtherClusterException atCaller() {
        return new OtherClusterException(String.valueOf(getMessage()), this, tokenCluster, storeCluster);
    }
}
