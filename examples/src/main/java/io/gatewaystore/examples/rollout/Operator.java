package io.gatewaystore.examples.rollout;

import io.gatewaystore.Store;
import io.gatewaystore.examples.Terminal;
import io.gatewaystore.replica.Rollout;
import java.time.Duration;

/**
 * Sets new limits, and says when they are in force everywhere:
 * {@code java -cp examples/target/gateway.jar io.gatewaystore.examples.rollout.Operator 100}.
 */
public final class Operator {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Operator() {}

    /**
     * Ends with status 0 if every node has the new limits, with 1 if some have not in time.
     *
     * @param args how many requests per second are allowed
     */
    public static void main(String[] args) {
        Terminal.prepare();
        Rollout rollout;
        try (Store store = Store.open()) {
            rollout = rollOut(store, new Limits(Integer.parseInt(args[0])), PATIENCE);
        }
        System.out.println(rollout);
        System.exit(rollout.isComplete() ? 0 : 1);
    }

    static Rollout rollOut(Store store, Limits limits, Duration timeout) {
        long revision = store.typed(Limits.CODEC).put(Limits.KEY, limits).revision();
        return store.replicaGroup(RolloutNode.GROUP).awaitApplied(revision, timeout);
    }
}
