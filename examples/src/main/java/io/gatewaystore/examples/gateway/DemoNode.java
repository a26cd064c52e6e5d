package io.gatewaystore.examples.gateway;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One gateway of a demo, with a store it opened itself. */
final class DemoNode implements AutoCloseable, LiveServices.Observer {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** An event and when it came. */
    record Seen(ServiceEvent event, long nanoTime) {}

    private final String id;
    private final Store store;
    private final ServiceCatalog catalog;
    private final LiveServices live = new LiveServices(this);
    private final BlockingQueue<Seen> events = new LinkedBlockingQueue<>();

    DemoNode(String id, StoreConfig config, String namespace) {
        this.id = id;
        this.store = Store.open(config).namespace(namespace);
        this.catalog = new ServiceCatalog(store);
    }

    void join() {
        catalog.follow(live);
    }

    String id() {
        return id;
    }

    ServiceCatalog catalog() {
        return catalog;
    }

    Map<String, RegisteredService> services() {
        return live.byName();
    }

    /** The next thing this gateway learns. */
    Seen next() {
        Seen seen = poll();
        if (seen == null) {
            throw new DemoFailedException(id + " saw nothing within " + PATIENCE.toSeconds() + " s");
        }
        return seen;
    }

    private @Nullable Seen poll() {
        try {
            return events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailedException(id + " was interrupted");
        }
    }

    @Override
    public void onStart(Services services) {}

    @Override
    public void onEvent(ServiceEvent event) {
        events.add(new Seen(event, System.nanoTime()));
    }

    /** Removes everything in the namespace. */
    void cleanUp() {
        store.deleteRange(KeyRange.all());
    }

    @Override
    public void close() {
        store.close();
    }
}
