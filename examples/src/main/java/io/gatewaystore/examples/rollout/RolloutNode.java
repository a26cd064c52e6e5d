package io.gatewaystore.examples.rollout;

import io.gatewaystore.Store;
import io.gatewaystore.examples.Terminal;
import io.gatewaystore.replica.ReplicaMember;
import io.gatewaystore.value.Setting;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/**
 * A node that keeps to the limits as they are:
 * {@code java -cp examples/target/gateway.jar io.gatewaystore.examples.rollout.RolloutNode node-1}.
 *
 * <p>It looks the limits up whenever it needs them ({@link #limits}), so what its copy shows is what it does.
 */
public final class RolloutNode implements AutoCloseable {

    static final String GROUP = "rollout";

    private final Store store;
    private final Setting<Limits> setting;
    private final ReplicaMember member;

    /** Makes a node, which closes the store when it ends. */
    RolloutNode(String name, Store store, PrintStream out) {
        this.store = store;
        this.setting = store.setting(Limits.KEY, Limits.CODEC);
        this.member = store.replicaGroup(GROUP).join(name, setting.replica());
        setting.observe(limits -> out.println(name + ": " + limits.orElse(Limits.DEFAULT)));
    }

    /**
     * Runs until the process is stopped, on the store that the environment describes.
     *
     * @param args the name of the node
     * @throws InterruptedException if it is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        Terminal.prepare();
        RolloutNode node = new RolloutNode(args[0], Store.open(), System.out);
        Runtime.getRuntime().addShutdownHook(new Thread(node::close));
        new CountDownLatch(1).await();
    }

    /** What it allows at this moment; costs no I/O. */
    Limits limits() {
        return setting.current().orElse(Limits.DEFAULT);
    }

    @Override
    public void close() {
        member.close();
        setting.close();
        store.close();
    }
}
