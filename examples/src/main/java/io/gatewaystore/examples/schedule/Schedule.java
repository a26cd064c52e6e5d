package io.gatewaystore.examples.schedule;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.examples.Terminal;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import java.io.PrintStream;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Three nodes in one process that make three reports:
 * {@code java -cp examples/target/gateway.jar io.gatewaystore.examples.schedule.Schedule}.
 */
public final class Schedule {

    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final int REPORTS = 3;

    private final StoreConfig config;
    private final PrintStream out;
    private final String namespace = "schedule/" + UUID.randomUUID();

    Schedule(StoreConfig config, PrintStream out) {
        this.config = config;
        this.out = out;
    }

    /**
     * Runs the scene on the backend that the environment describes, in a namespace that it clears afterwards.
     *
     * @param args none
     * @throws InterruptedException if it is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        Terminal.prepare();
        new Schedule(StoreConfig.load(), System.out).run();
    }

    void run() throws InterruptedException {
        try (Store reader = open()) {
            CountDownLatch missing = new CountDownLatch(REPORTS);
            reader.watch(Report.ALL, changes -> show(changes, missing));
            try (ReportNode first = node("node-1");
                    ReportNode second = node("node-2");
                    ReportNode third = node("node-3")) {
                first.start();
                second.start();
                third.start();
                if (!missing.await(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(missing.getCount() + " of " + REPORTS + " reports are missing");
                }
            }
            reader.deleteRange(KeyRange.all());
        }
    }

    private void show(ChangeSet changes, CountDownLatch missing) {
        for (Change change : changes) {
            if (change instanceof Change.Put put) {
                out.println(put.key() + ": " + put.entry().value().toUtf8());
                missing.countDown();
            }
        }
    }

    private ReportNode node(String name) {
        return new ReportNode(name, open(), PERIOD, out);
    }

    private Store open() {
        return Store.open(config).namespace(namespace);
    }
}
