package io.gatewaystore.spi;

import java.util.List;

/**
 * What a backend answers.
 *
 * <p>Immutable.
 */
public sealed interface Response {

    /**
     * The store's revision when the request was served.
     *
     * @return the revision
     */
    long revision();

    /**
     * Answers {@link Request.Range}.
     *
     * <p>Immutable.
     *
     * @param revision the store's revision; when a past revision was read, still the newest one
     * @param entries the entries in key order
     * @param more whether the limit left some out
     * @param count how many keys the range holds, whatever the limit
     */
    record Range(long revision, List<RawEntry> entries, boolean more, long count) implements Response {}

    /**
     * Answers {@link Request.Put}.
     *
     * <p>Immutable.
     *
     * @param revision the revision of the write
     */
    record Put(long revision) implements Response {}

    /**
     * Answers {@link Request.Delete}.
     *
     * <p>Immutable.
     *
     * @param revision the store's revision after it
     * @param deleted how many keys it deleted
     */
    record Delete(long revision, long deleted) implements Response {}

    /**
     * Answers {@link Request.Txn}.
     *
     * <p>Immutable.
     *
     * @param revision the store's revision after it
     * @param succeeded whether all compares held
     * @param responses one answer per request of the list that was run; only the revision of the whole says when that was
     */
    record Txn(long revision, boolean succeeded, List<Response> responses) implements Response {}
}
