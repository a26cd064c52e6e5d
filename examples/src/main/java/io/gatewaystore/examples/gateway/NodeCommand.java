package io.gatewaystore.examples.gateway;

import io.gatewaystore.Store;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.watch.Watch;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gateway node}. */
@Command(
        name = "node",
        description =
                "Runs a gateway: shows the services it starts with and every change as it happens, until it is stopped.")
final class NodeCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(paramLabel = "ID", description = "What the gateway is called in its output.")
    private String id = "";

    NodeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (StopSignal stop = new StopSignal()) {
            followUntil(stop.asked());
            context.out().println(id + ": stopped");
            return ExitCodes.DONE;
        }
    }

    private void followUntil(CompletableFuture<Void> stop) {
        try (Store store = context.openShared()) {
            Watch watch = new ServiceCatalog(store).follow(new LiveServices(new NodePrinter(id, context)));
            awaitFirst(stop, watch.ended());
        }
    }

    private static void awaitFirst(CompletableFuture<Void> stop, CompletableFuture<Void> end) {
        try {
            CompletableFuture.anyOf(stop, end).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException failure ? failure.atCaller() : new IllegalStateException(e);
        }
    }
}
