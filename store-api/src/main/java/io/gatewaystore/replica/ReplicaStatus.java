package io.gatewaystore.replica;

import io.gatewaystore.watch.WatchState;
import java.util.Objects;

/**
 * What a replica knows about itself at one moment.
 *
 * <p>Immutable.
 *
 * @param revision the revision that the replica shows
 * @param lag by how many revisions of the whole store that is behind the newest one the store has heard of; most of them need not concern the
 *     range. Up to two seconds' worth of writes elsewhere is usual
 * @param watch how up to date the replica's watch is: since when it is cut off, if it is
 * @param size how many keys it has
 * @param undecodable how many further keys have a value that does not decode
 * @param decodeFailures how many values did not decode since the replica began
 * @param resyncs how often it was set anew because history was gone
 * @param repaired how many keys {@link Replica#verify()} had to repair
 */
public record ReplicaStatus(
        long revision,
        long lag,
        WatchState watch,
        int size,
        int undecodable,
        long decodeFailures,
        long resyncs,
        long repaired) {

    /**
     * Creates a status.
     *
     * @param revision the revision that the replica shows
     * @param lag by how many revisions it is behind
     * @param watch how up to date its watch is
     * @param size how many keys it has
     * @param undecodable how many keys do not decode
     * @param decodeFailures how many values did not decode
     * @param resyncs how often it was set anew
     * @param repaired how many keys were repaired
     */
    public ReplicaStatus {
        Objects.requireNonNull(watch, "watch");
    }
}
