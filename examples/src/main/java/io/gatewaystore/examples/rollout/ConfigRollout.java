package io.gatewaystore.examples.rollout;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.examples.Terminal;
import io.gatewaystore.replica.Rollout;
import java.io.PrintStream;
import java.time.Duration;
import java.util.UUID;

/**
 * Three nodes and an operator in one process, and what happens when a node leaves:
 * {@code java -cp examples/target/gateway.jar io.gatewaystore.examples.rollout.ConfigRollout}.
 */
public final class ConfigRollout {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StoreConfig config;
    private final PrintStream out;
    private final String namespace = "rollout/" + UUID.randomUUID();

    ConfigRollout(StoreConfig config, PrintStream out) {
        this.config = config;
        this.out = out;
    }

    /**
     * Runs the scene on the backend that the environment describes, in a namespace that it clears afterwards.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Terminal.prepare();
        new ConfigRollout(StoreConfig.load(), System.out).run();
    }

    @SuppressWarnings("try") // They do what they are there for by being open.
    void run() {
        try (Store operator = open()) {
            try (RolloutNode first = node("node-1");
                    RolloutNode second = node("node-2")) {
                try (RolloutNode third = node("node-3")) {
                    rollOut(operator, new Limits(100), first, second, third);
                }
                out.println("node-3 ends");
                rollOut(operator, new Limits(200), first, second);
            }
            operator.deleteRange(KeyRange.all());
        }
    }

    private void rollOut(Store operator, Limits limits, RolloutNode... nodes) {
        Rollout rollout = Operator.rollOut(operator, limits, PATIENCE);
        out.println(rollout);
        for (RolloutNode node : nodes) {
            if (!node.limits().equals(limits)) {
                throw new IllegalStateException("a node that was said to have " + limits + " has " + node.limits());
            }
        }
    }

    private RolloutNode node(String name) {
        return new RolloutNode(name, open(), out);
    }

    private Store open() {
        return Store.open(config).namespace(namespace);
    }
}
