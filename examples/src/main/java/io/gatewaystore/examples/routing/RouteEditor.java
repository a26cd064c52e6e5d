package io.gatewaystore.examples.routing;

import static io.gatewaystore.examples.routing.RoutingTable.keyOf;

import io.gatewaystore.Entry;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.WriteResult;
import io.gatewaystore.codec.TypedEntry;
import io.gatewaystore.codec.TypedStore;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.txn.TxnResult;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Changes routes while other gateways change them too.
 *
 * <p>Every write here names the revision it was decided on, so a repetition can do no harm: a write whose outcome is unknown is
 * repeated as it was, and if the repetition meets a conflict with this very write, it was the first copy that won.
 *
 * <p>Thread-safe.
 */
final class RouteEditor {

    private static final int MOST_ATTEMPTS = 3;

    private final Store store;
    private final TypedStore<Route> routes;

    RouteEditor(Store store) {
        this.store = store;
        this.routes = store.typed(Route.CODEC);
    }

    /**
     * Adds a service that is not there. Not repeated if the outcome is unknown: a copy that is under way could bring back a service that
     * somebody removes meanwhile.
     */
    Edit add(String service, String url) {
        WriteResult result = routes.create(keyOf(service), new Route(url, 1, newChange()));
        return result.isApplied() ? Edit.DONE : Edit.REFUSED;
    }

    /**
     * Says that a service is there, until the time has passed without its being announced again. An announcement that failed is made good by
     * the next one.
     */
    void announce(String service, String url, Duration ttl) {
        routes.put(keyOf(service), new Route(url, 1, newChange()), WriteOptions.ttl(ttl));
    }

    /** Changes a service's share of the requests, as long as it is the route we saw. */
    Edit changeWeight(TypedEntry<Route> seen, int weight) {
        Route wanted = seen.value().withWeight(weight, newChange());
        WriteResult result = settle(() -> routes.replace(seen, wanted));
        if (result instanceof WriteResult.Conflict conflict && !isOurs(conflict.current(), wanted)) {
            return Edit.REFUSED;
        }
        return Edit.DONE;
    }

    /** Gives a service another name, in one revision: nobody sees it twice, or not at all. */
    Edit move(String from, String to) {
        Optional<TypedEntry<Route>> found = routes.get(keyOf(from));
        if (found.isEmpty()) {
            return Edit.REFUSED;
        }
        Route moved = found.get().value().withChange(newChange());
        Txn txn = Txn.when(
                        Compare.modRevision(keyOf(from)).equalTo(found.get().modRevision()), Compare.absent(keyOf(to)))
                .then(Operation.delete(keyOf(from)), Operation.put(keyOf(to), Route.CODEC.encode(moved)))
                .otherwise(Operation.get(keyOf(to)));
        TxnResult result = settle(() -> store.commit(txn));
        return result.succeeded() || isOurs(result.entry(0), moved) ? Edit.DONE : Edit.REFUSED;
    }

    Optional<TypedEntry<Route>> find(String service) {
        return routes.get(keyOf(service));
    }

    private boolean isOurs(Optional<Entry> current, Route wanted) {
        return current.map(routes::decode)
                .filter(entry -> entry.value().change().equals(wanted.change()))
                .isPresent();
    }

    /** Repeats a guarded write while its outcome is unknown; what is unknown in the end is the caller's to know. */
    private static <T> T settle(Supplier<T> guardedWrite) {
        for (int attempt = 1; ; attempt++) {
            try {
                return guardedWrite.get();
            } catch (StoreException e) {
                boolean mayHaveHappened = e.outcome() == Outcome.UNKNOWN;
                if (!mayHaveHappened || !e.isRetryable() || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static String newChange() {
        return UUID.randomUUID().toString();
    }
}
