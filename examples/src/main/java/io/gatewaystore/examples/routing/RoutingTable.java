package io.gatewaystore.examples.routing;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.replica.ReadLevel;
import io.gatewaystore.replica.Replica;
import io.gatewaystore.replica.ReplicaChange;
import io.gatewaystore.replica.ReplicaChanges;
import io.gatewaystore.replica.ReplicaListener;
import io.gatewaystore.replica.ReplicaSnapshot;
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

    private final Replica<Route> replica;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    /** What was shown last; it still has the route in place of which somebody wrote something else. */
    private volatile SortedMap<String, Route> shown = new TreeMap<>();

    private RoutingTable(Store store, Consumer<SortedMap<String, Route>> observer) {
        this.replica = store.replicate(KeyRange.directory(DIRECTORY), Route.CODEC);
        replica.listen(new Follower(observer));
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

    /** Where requests for a service go, or empty if nowhere. Looks into memory only. */
    Optional<Route> route(String service) {
        String key = keyOf(service);
        return replica.get(key, ReadLevel.local()).or(() -> Optional.ofNullable(shown.get(key)));
    }

    /** Completes when this table is followed no longer: normally after {@link #close}, else with the reason. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void close() {
        replica.close();
        ended.complete(null);
    }

    /** Its callbacks never overlap, so nothing can come between the table it knows and the next. */
    private final class Follower implements ReplicaListener<Route> {

        private final Consumer<SortedMap<String, Route>> observer;

        Follower(Consumer<SortedMap<String, Route>> observer) {
            this.observer = observer;
        }

        @Override
        public void onSnapshot(ReplicaSnapshot<Route> snapshot) {
            SortedMap<String, Route> next = new TreeMap<>();
            snapshot.forEach(entry -> next.put(entry.key(), entry.value()));
            show(next);
        }

        @Override
        public void onChanges(ReplicaChanges<Route> changes) {
            SortedMap<String, Route> next = new TreeMap<>(shown);
            changes.forEach(change -> take(change, next));
            show(next);
        }

        @Override
        public void onFailure(StoreException cause) {
            LOG.error("routes are no longer followed and remain as they are", cause);
            ended.completeExceptionally(cause);
        }

        private void show(SortedMap<String, Route> next) {
            shown = Collections.unmodifiableSortedMap(next);
            observer.accept(shown);
        }

        /** What somebody wrote wrongly does not take away the route there was. */
        private void take(ReplicaChange<Route> change, SortedMap<String, Route> next) {
            String key = change.key();
            if (change.undecodable().isPresent()) {
                LOG.warn(
                        "{} holds no route and is left as it was",
                        key,
                        change.undecodable().get());
                return;
            }
            change.after().ifPresentOrElse(after -> next.put(key, after.value()), () -> next.remove(key));
        }
    }
}
