package io.gatewaystore.examples.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Store;
import io.gatewaystore.memory.MemoryCluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class RoutingTest {

    @Test
    void editsAndShowsTheTable() throws Exception {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();

        try (Store store = MemoryCluster.create().open()) {
            assertThat(new Routing(store, new PrintStream(shown, true, UTF_8)).run())
                    .isTrue();
        }

        assertThat(shown.toString(UTF_8))
                .contains("add billing: done", "double its weight: done", "move it to invoices: done")
                .contains("table: {services/invoices=");
    }
}
