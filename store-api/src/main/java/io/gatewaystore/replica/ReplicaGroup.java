package io.gatewaystore.replica;

import io.gatewaystore.KeyRange;
import io.gatewaystore.RevisionToken;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.error.InterruptedStoreException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.internal.Clusters;
import io.gatewaystore.spi.Deadline;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Replicas on many nodes that say, when they are asked, how far they are: whoever rolls a configuration out learns when every node has it.
 *
 * <pre>{@code
 * // on each gateway
 * ReplicaMember member = store.replicaGroup("rollout").join("gateway-7", routes);
 * // where the configuration is written
 * long revision = store.put("routes/billing", route).revision();
 * Rollout rollout = store.replicaGroup("rollout").awaitApplied(revision, Duration.ofSeconds(30));
 * }</pre>
 *
 * <p>A group is a directory: each member has a key in it, on the {@linkplain Store#session() shared session} of its store, so that it leaves the
 * group by itself when its node is gone. Keep it outside the ranges that are replicated. Nothing is written while nobody asks; a question costs one write, and
 * one of each member that has not said that much before.
 *
 * <p>Thread-safe.
 */
public final class ReplicaGroup {

    private static final Duration SHORTEST_TTL = Duration.ofSeconds(2);
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final Store store;
    private final String name;

    /**
     * Names a group; {@link Store#replicaGroup} does the same. Nothing is read or written.
     *
     * @param store the store
     * @param name the directory of the group
     * @throws IllegalArgumentException if the name is empty, ends with a slash, or is not well-formed Unicode
     */
    public ReplicaGroup(Store store, String name) {
        this.store = Objects.requireNonNull(store, "store");
        KeyRange.directory(name);
        this.name = name;
    }

    /**
     * Lets a replica be asked how far it is.
     *
     * @param member the name of the member, one that no other node has: whoever joins with it takes the place of an earlier one
     * @param replica the replica, which the caller closes after the membership
     * @return the membership, to be closed when the node leaves
     * @throws io.gatewaystore.error.SessionLostException if the session of the store is lost or closed
     * @throws IllegalArgumentException if the name is empty or not well-formed Unicode, or the store has joined with it already
     */
    public ReplicaMember join(String member, Replica<?> replica) {
        return join(member, replica, ROUND);
    }

    /** With another time after which a member that waits for a revision looks whether that is still asked for. */
    ReplicaMember join(String member, Replica<?> replica, Duration round) {
        return new ReplicaMember(store, members() + "/" + member, asked(), replica, round);
    }

    /**
     * Waits until every replica that is a member now has applied a revision, or has left.
     *
     * @param revision the revision, which may be one that does not exist yet
     * @param timeout how long to wait at most
     * @return who has applied it, who has left, and who has done neither in time
     * @throws io.gatewaystore.error.StoreException if the members cannot be read or asked, or not be watched to the end because the store was closed
     * @throws IllegalArgumentException if the revision is below 1
     */
    public Rollout awaitApplied(long revision, Duration timeout) {
        ReadLevel.atLeast(revision);
        Deadline deadline = Deadline.after(timeout);
        try (Replica<Long> members = store.replicate(KeyRange.directory(members()), Codec.number())) {
            Roll roll = new Roll(revision, members.snapshot(ReadLevel.linearizable()));
            if (!roll.isComplete()) {
                ask(members, roll, deadline, timeout);
            }
            return roll.rollout(members() + "/");
        }
    }

    /**
     * Waits until every replica that is a member now has applied what another node saw, or has left.
     *
     * @param token what the other node handed over
     * @param timeout how long to wait at most
     * @return who has applied it, who has left, and who has done neither in time
     * @throws io.gatewaystore.error.OtherClusterException if the token is of another cluster, naming both
     */
    public Rollout awaitApplied(RevisionToken token, Duration timeout) {
        Clusters.check(store, token);
        return awaitApplied(token.revision(), timeout);
    }

    private void ask(Replica<Long> members, Roll roll, Deadline deadline, Duration timeout) {
        Counting counting = new Counting(roll);
        String question = asked() + "/" + UUID.randomUUID();
        Duration ttl = Duration.ofSeconds(timeout.toSeconds() + 1);
        store.put(
                question,
                Codec.number().encode(roll.revision()),
                WriteOptions.ttl(ttl.compareTo(SHORTEST_TTL) < 0 ? SHORTEST_TTL : ttl));
        members.listen(counting);
        try {
            counting.await(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedStoreException(
                    "the calling thread was interrupted while it waited for replicas", e, Outcome.NOT_APPLIED);
        } finally {
            store.async().delete(question);
        }
    }

    private String members() {
        return name + "/members";
    }

    private String asked() {
        return name + "/asked";
    }

    /** Counts members off. */
    private static final class Counting implements ReplicaListener<Long> {

        private final Roll roll;
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile @Nullable StoreException failure;

        Counting(Roll roll) {
            this.roll = roll;
        }

        void await(Deadline deadline) throws InterruptedException {
            boolean inTime = over.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            StoreException cause = failure;
            if (inTime && cause != null) {
                throw cause.atCaller();
            }
        }

        @Override
        public void onSnapshot(ReplicaSnapshot<Long> snapshot) {
            roll.see(snapshot);
            endIfComplete();
        }

        @Override
        public void onChanges(ReplicaChanges<Long> changes) {
            changes.forEach(roll::see);
            endIfComplete();
        }

        private void endIfComplete() {
            if (roll.isComplete()) {
                over.countDown();
            }
        }

        @Override
        public void onFailure(StoreException cause) {
            if (!roll.isComplete()) {
                failure = cause;
            }
            over.countDown();
        }
    }

    @Override
    public String toString() {
        return "ReplicaGroup[" + name + "]";
    }
}
