package io.gatewaystore.examples.routing;

import io.gatewaystore.Store;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.examples.Terminal;
import java.io.PrintStream;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Adds a service, changes its share of the requests and its name, and shows every state of the table that this gateway keeps:
 * {@code java -cp examples/target/gateway.jar io.gatewaystore.examples.routing.Routing}.
 */
public final class Routing {

    private static final long ARRIVAL_SECONDS = 10;
    private static final long GRACE_SECONDS = 2;

    private final Store store;
    private final PrintStream out;

    Routing(Store store, PrintStream out) {
        this.store = store;
        this.out = out;
    }

    /**
     * Runs the example on the store that the environment describes.
     *
     * @param args none
     * @throws InterruptedException if it is interrupted
     * @throws TimeoutException if a change does not arrive
     */
    public static void main(String[] args) throws InterruptedException, TimeoutException {
        Terminal.prepare();
        boolean done;
        try (Store store = Store.open()) {
            done = new Routing(store, System.out).run();
        } catch (StoreException e) {
            System.err.println(e.getMessage());
            done = false;
        }
        System.exit(done ? 0 : 1);
    }

    /** Whether everything went as it should. */
    boolean run() throws InterruptedException, TimeoutException {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        RoutingTable table = RoutingTable.follow(store, routes -> show(routes, arrived));
        try {
            edit(new RouteEditor(store));
            await(arrived, ARRIVAL_SECONDS);
            return true;
        } catch (StoreException e) {
            out.println(
                    e.outcome() == Outcome.UNKNOWN
                            ? "Whether this was done is not known, so look before doing it again: " + e.getMessage()
                            : "This was not done: " + e.getMessage());
            return false;
        } finally {
            table.close();
            await(table.ended(), GRACE_SECONDS); // a change that is being shown is shown to its end
        }
    }

    private void edit(RouteEditor editor) {
        report("add billing", editor.add("billing", "http://10.0.0.7:8080"));
        editor.find("billing").ifPresent(seen -> report("double its weight", editor.changeWeight(seen, 2)));
        report("move it to invoices", editor.move("billing", "invoices"));
    }

    private void report(String what, Edit edit) {
        out.println(what + ": " + (edit == Edit.DONE ? "done" : "refused, somebody was faster"));
    }

    private void show(SortedMap<String, Route> routes, CompletableFuture<Void> arrived) {
        out.println("  table: " + routes);
        if (routes.containsKey(RoutingTable.keyOf("invoices"))) {
            arrived.complete(null);
        }
    }

    private static void await(CompletableFuture<Void> future, long seconds)
            throws InterruptedException, TimeoutException {
        try {
            future.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException cause ? cause.atCaller() : new IllegalStateException(e);
        }
    }
}
