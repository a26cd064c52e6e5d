package io.gatewaystore.examples.schedule;

import io.gatewaystore.Store;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.examples.Terminal;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Makes a report every two seconds, unless another node makes it:
 * {@code java -cp examples/target/gateway.jar io.gatewaystore.examples.schedule.ReportNode node-1}.
 */
public final class ReportNode implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final String name;
    private final Store store;
    private final Duration period;
    private final PrintStream out;
    private final Report report;
    private final Clock clock = Clock.systemUTC();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    /** Makes a node, which closes the store when it ends. */
    ReportNode(String name, Store store, Duration period, PrintStream out) {
        this.name = name;
        this.store = store;
        this.period = period;
        this.out = out;
        this.report = new Report(store, due -> "all is well, says " + name);
    }

    /**
     * Runs until the process is stopped, on the store that the environment describes.
     *
     * @param args the name of the node
     */
    public static void main(String[] args) {
        Terminal.prepare();
        ReportNode node = new ReportNode(args[0], Store.open(), PERIOD, System.out);
        Runtime.getRuntime().addShutdownHook(new Thread(node::close));
        node.start();
    }

    /** Begins with the next full period, as every node does. */
    void start() {
        long millis = clock.millis();
        schedule(Instant.ofEpochMilli(millis - millis % period.toMillis()).plus(period));
    }

    private void schedule(Instant due) {
        var unused = timer.schedule(
                () -> make(due), Duration.between(clock.instant(), due).toMillis(), TimeUnit.MILLISECONDS);
    }

    private void make(Instant due) {
        schedule(due.plus(period));
        try {
            if (report.make(due)) {
                out.println(name + ": made the report of " + due);
            }
        } catch (StoreException failure) {
            if (!timer.isShutdown()) {
                out.println(name + ": cannot tell of the report of " + due + ": " + failure.getMessage());
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        store.close();
    }
}
