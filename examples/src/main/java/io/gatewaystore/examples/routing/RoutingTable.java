package io.gatewaystore.examples.routing;

import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.Store;
import io.gatewaystore.error.CodecException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of all services as this gateway knows them: complete from the first moment on, and changed a whole revision at a time, so
 * that a service that moves is never seen at both places or at none.
 *
 * <p>Thread-safe.
 */
final class RoutingTable implements AutoCloseable {

    static final String DIRECTORY = "services";

    private static final Logger LOG = LoggerFactory.getLogger(RoutingTable.class);

    private final Consumer<SortedMap<String, Route>> observer;
    private final Watch watch;
    private volatile SortedMap<String, Route> routes = new TreeMap<>();

    private RoutingTable(Store store, Consumer<SortedMap<String, Route>> observer) {
        this.observer = observer;
        this.watch = store.watch(KeyRange.directory(DIRECTORY), WatchOptions.snapshotThenChanges(), new Follower());
    }

    /**
     * Starts to follow the routes in a store.
     *
     * @param observer is shown the table when it is first complete and after each change; it may block
     */
    static RoutingTable follow(Store store, Consumer<SortedMap<String, Route>> observer) {
        return new RoutingTable(store, observer);
    }

    static String keyOf(String service) {
        return DIRECTORY + "/" + service;
    }

    /** Where requests for a service go, or empty if nowhere. */
    Optional<Route> route(String service) {
        return Optional.ofNullable(routes.get(keyOf(service)));
    }

    /** Completes when this table is followed no longer: normally after {@link #close}, else with the reason. */
    CompletableFuture<Void> ended() {
        return watch.ended();
    }

    @Override
    public void close() {
        watch.close();
    }

    /** Its callbacks never overlap, so nothing can come between reading the table and replacing it. */
    private final class Follower implements WatchListener {

        @Override
        public void onSnapshot(Listing snapshot) {
            SortedMap<String, Route> next = new TreeMap<>();
            snapshot.forEach(entry -> take(entry, next));
            show(next);
        }

        @Override
        public void onChanges(ChangeSet changes) {
            SortedMap<String, Route> next = new TreeMap<>(routes);
            for (Change change : changes) {
                if (change instanceof Change.Put put) {
                    take(put.entry(), next);
                } else {
                    next.remove(change.key());
                }
            }
            show(next);
        }

        @Override
        public void onFailure(StoreException cause) {
            LOG.error("routes are no longer followed and remain as they are", cause);
        }

        private void show(SortedMap<String, Route> next) {
            routes = Collections.unmodifiableSortedMap(next);
            observer.accept(routes);
        }

        /** What somebody wrote wrongly does not take away the route there was. */
        private void take(Entry entry, SortedMap<String, Route> next) {
            try {
                next.put(entry.key(), Route.CODEC.decode(entry.value()));
            } catch (CodecException e) {
                LOG.warn("{} holds no route and is left as it was", entry.key(), e);
            }
        }
    }
}
