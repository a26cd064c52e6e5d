package io.gatewaystore.examples.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Store;
import io.gatewaystore.memory.ManualClock;
import io.gatewaystore.memory.MemoryCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time passes when the test says so. */
class AnnouncementTest {

    private static final Duration TTL = Duration.ofSeconds(30);
    private static final String URL = "http://10.0.0.7:8080";

    private final ManualClock clock = new ManualClock();
    private final Store store = MemoryCluster.create(clock).open();
    private final RouteEditor editor = new RouteEditor(store);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aServiceThatIsNotAnnouncedAgainLeavesTheTable() {
        editor.announce("billing", URL, TTL);
        try (RoutingTable table = RoutingTable.follow(store, routes -> {})) {
            await().untilAsserted(() -> assertThat(table.route("billing")).isPresent());

            clock.advance(TTL);

            await().untilAsserted(() -> assertThat(table.route("billing")).isEmpty());
        }
    }

    @Test
    void anAnnouncementBeginsTheTimeAnew() {
        editor.announce("billing", URL, TTL);
        clock.advance(TTL.minusSeconds(1));
        editor.announce("billing", URL, TTL);
        clock.advance(TTL.minusSeconds(1));

        assertThat(editor.find("billing")).isPresent();
    }

    @Test
    void aNewWeightDoesNotProlongTheTime() {
        editor.announce("billing", URL, TTL);
        clock.advance(TTL.minusSeconds(1));
        editor.changeWeight(editor.find("billing").orElseThrow(), 2);
        clock.advance(Duration.ofSeconds(1));

        assertThat(editor.find("billing")).isEmpty();
    }
}
