package io.gatewaystore.etcd;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.ResponseHeader;
import io.gatewaystore.watch.Resync;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has been seen of a cluster, which its history is recognised by after a break.
 *
 * @param clusterId the cluster, 0 if none has been met
 * @param revision the highest revision seen
 * @param term the highest raft term seen
 * @param newest the last change seen, null if there was none
 */
record KnownHistory(
        long clusterId, long revision, long term, @Nullable Seen newest) {

    static final KnownHistory NOTHING = new KnownHistory(0, 0, 0, null);

    /**
     * A change that was seen.
     *
     * @param entry the key as it was afterwards; if it was deleted, only the key and the revision
     * @param deleted whether it was deleted
     */
    record Seen(KeyValue entry, boolean deleted) {

        long revision() {
            return entry.getModRevision();
        }

        /** Whether a read at the revision of the change shows what the change left. */
        boolean isIn(List<KeyValue> found) {
            return deleted ? found.isEmpty() : found.equals(List.of(entry));
        }
    }

    boolean isNothing() {
        return equals(NOTHING);
    }

    KnownHistory with(ResponseHeader header) {
        if (header.getRevision() <= revision && header.getRaftTerm() <= term && isOf(header)) {
            return this;
        }
        return new KnownHistory(
                header.getClusterId() == 0 ? clusterId : header.getClusterId(),
                Math.max(revision, header.getRevision()),
                Math.max(term, header.getRaftTerm()),
                newest);
    }

    /** With what was told by the way: the cluster, unless that is known, and a revision. */
    KnownHistory with(long cluster, long heard) {
        boolean nothingNew = heard <= revision && (clusterId != 0 || cluster == 0);
        return nothingNew
                ? this
                : new KnownHistory(clusterId == 0 ? cluster : clusterId, Math.max(revision, heard), term, newest);
    }

    KnownHistory with(Event event) {
        Seen seen = new Seen(event.getKv(), event.getType() == Event.EventType.DELETE);
        boolean newer = newest == null || seen.revision() >= newest.revision();
        return newer ? new KnownHistory(clusterId, Math.max(revision, seen.revision()), term, seen) : this;
    }

    /** Whether an answer is of this cluster, as far as is known. */
    boolean isOf(ResponseHeader header) {
        return clusterId == 0 || header.getClusterId() == 0 || clusterId == header.getClusterId();
    }

    /** Why the answer to a linearizable read cannot be of this history, if it cannot. Of a member that may be behind it proves nothing but the cluster. */
    Optional<Resync.Reason> contradiction(ResponseHeader header) {
        if (!isOf(header)) {
            return Optional.of(Resync.Reason.CLUSTER_CHANGED);
        }
        boolean wentBack = header.getRevision() < revision || header.getRaftTerm() < term;
        return wentBack ? Optional.of(Resync.Reason.HISTORY_REWOUND) : Optional.empty();
    }
}
