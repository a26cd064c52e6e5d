package io.gatewaystore.examples.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.memory.MemoryCluster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoutingTableTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BILLING = "services/billing";
    private static final String INVOICES = "services/invoices";

    private final Store store = MemoryCluster.create().open();
    private final RouteEditor editor = new RouteEditor(store);
    private final List<Set<String>> tables = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void beginsWithTheRoutesThereAre() {
        editor.add("billing", "http://10.0.0.7:8080");

        try (RoutingTable table = follow()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(table.route("billing")).isPresent());
        }

        assertThat(tables).containsExactly(Set.of(BILLING));
    }

    @Test
    void neverShowsAServiceAtTwoPlacesOrNone() {
        editor.add("billing", "http://10.0.0.7:8080");

        try (RoutingTable table = follow()) {
            editor.move("billing", "invoices");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(table.route("invoices")).isPresent());
        }

        assertThat(tables)
                .endsWith(Set.of(INVOICES))
                .allSatisfy(names -> assertThat(names).hasSize(1));
    }

    @Test
    void keepsARouteThatSomebodyOverwroteWithNonsense() {
        editor.add("billing", "http://10.0.0.7:8080");

        try (RoutingTable table = follow()) {
            store.put(BILLING, Bytes.utf8("no route"));
            editor.add("invoices", "http://10.0.0.9:8080");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(table.route("invoices")).isPresent());

            assertThat(table.route("billing")).isPresent();
        }
    }

    @Test
    void endsQuietlyWhenItIsClosedAndWithTheReasonWhenTheStoreIs() {
        RoutingTable closed = follow();
        RoutingTable abandoned = follow();

        closed.close();
        store.close();

        assertThat(closed.ended()).succeedsWithin(PATIENCE);
        assertThat(abandoned.ended())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(StoreClosedException.class);
    }

    private RoutingTable follow() {
        CompletableFuture<Void> complete = new CompletableFuture<>();
        RoutingTable table = RoutingTable.follow(store, routes -> {
            tables.add(routes.keySet());
            complete.complete(null);
        });
        assertThat(complete).succeedsWithin(PATIENCE);
        return table;
    }
}
