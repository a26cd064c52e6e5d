package io.gatewaystore;

import io.gatewaystore.internal.Clusters;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A revision that one node hands to another, with the cluster it belongs to: who has applied it sees what the first node saw.
 *
 * <pre>{@code
 * String header = RevisionToken.of(store, result.revision()).toString();      // here
 * replica.await(RevisionToken.parse(header), Duration.ofSeconds(2));           // there
 * }</pre>
 *
 * <p>As text it is short, printable ASCII without spaces, fit for a header: {@code cdf818194e3a8c32:1042}. It holds nothing secret, and is the
 * same for every namespace of a cluster.
 *
 * <p>Immutable.
 *
 * @param cluster the id of the cluster, as {@link io.gatewaystore.status.StoreStatus#cluster()} tells it
 * @param revision the revision, at least 1
 */
public record RevisionToken(String cluster, long revision) {

    private static final Pattern TEXT = Pattern.compile("([0-9A-Za-z_.-]{1,64}):([0-9]{1,19})");

    /**
     * Creates a token.
     *
     * @param cluster the id of the cluster: 1 to 64 letters, digits, dots, dashes and underscores
     * @param revision the revision
     * @throws IllegalArgumentException if the id has another form, or the revision is below 1
     */
    public RevisionToken {
        Objects.requireNonNull(cluster, "cluster");
        if (revision < 1) {
            throw new IllegalArgumentException("revision: " + revision + " (expected: >= 1)");
        }
        if (!TEXT.matcher(cluster + ":" + revision).matches()) {
            throw new IllegalArgumentException(
                    "cluster: '" + cluster + "' (expected: 1 to 64 letters, digits, dots, dashes and underscores)");
        }
    }

    /**
     * Makes a token of a revision that a store told.
     *
     * @param store the store
     * @param revision the revision, for instance that of a {@link WriteResult}
     * @return the token
     * @throws io.gatewaystore.error.NotSupportedException if the backend knows no cluster, or has not heard of it yet
     */
    public static RevisionToken of(Store store, long revision) {
        return new RevisionToken(Clusters.idOf(store), revision);
    }

    /**
     * Reads the text of a token.
     *
     * @param text what {@link #toString()} gave
     * @return the token
     * @throws IllegalArgumentException if it is no token
     */
    public static RevisionToken parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw malformed();
        }
        try {
            return new RevisionToken(parts.group(1), Long.parseLong(parts.group(2)));
        } catch (NumberFormatException tooLarge) {
            throw malformed();
        }
    }

    /** What others send may be anything, and is not repeated. */
    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "revision token: malformed (expected: the id of a cluster, a colon and a revision)");
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return cluster + ":" + revision;
    }
}
