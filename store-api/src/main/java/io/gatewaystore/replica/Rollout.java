package io.gatewaystore.replica;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far a revision has got in a {@link ReplicaGroup}, by the names of its members.
 *
 * <p>Immutable.
 *
 * @param revision the revision
 * @param applied the members whose replica shows it
 * @param left the members that were there when it was asked, and left before they said so
 * @param pending the members that have done neither in time
 */
public record Rollout(long revision, Set<String> applied, Set<String> left, Set<String> pending) {

    /**
     * Creates a report.
     *
     * @param revision the revision
     * @param applied the members whose replica shows it; copied
     * @param left the members that left; copied
     * @param pending the members that have done neither; copied
     */
    public Rollout {
        applied = copy(applied);
        left = copy(left);
        pending = copy(pending);
    }

    private static Set<String> copy(Set<String> names) {
        return Collections.unmodifiableSet(new TreeSet<>(names));
    }

    /**
     * Whether nobody is pending.
     *
     * @return true if every member has applied the revision or left
     */
    public boolean isComplete() {
        return pending.isEmpty();
    }
}
