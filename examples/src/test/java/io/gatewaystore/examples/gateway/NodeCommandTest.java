package io.gatewaystore.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeCommandTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final StoreConfig config = GatewayRun.freshMemory();
    private final Store store = Store.open(config);
    private final ServiceCatalog catalog = new ServiceCatalog(store);
    private final GatewayRun node = GatewayRun.on(config);
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final CompletableFuture<GatewayRun.Result> ended = new CompletableFuture<>();

    @AfterEach
    void stop() throws InterruptedException {
        thread.shutdownNow();
        assertThat(thread.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        store.close();
    }

    @Test
    void showsWhatItStartsWith() {
        catalog.put(new Service("search", "http://10.0.0.8:8080"));
        long revision = catalog.put(new Service("billing", "http://10.0.0.7:8080"));

        start();

        awaitLines(
                "a: joined, 2 services at revision " + revision,
                "a: has billing http://10.0.0.7:8080 (revision " + revision + ")",
                "a: has search http://10.0.0.8:8080 (revision " + (revision - 1) + ")");
    }

    @Test
    void showsALineForEveryChange() {
        start();
        await().atMost(SOON).until(() -> node.out().startsWith("a: joined, 0 services at revision "));

        long first = catalog.put(new Service("billing", "http://10.0.0.7:8080"));
        catalog.put(new Service("billing", "http://10.0.0.8:8080"));
        catalog.delete("billing");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(node.out().lines().skip(1))
                        .containsExactly(
                                "a: added billing http://10.0.0.7:8080 (revision " + first + ")",
                                "a: changed billing http://10.0.0.8:8080 (revision " + (first + 1) + ")",
                                "a: removed billing (revision " + (first + 2) + ")"));
    }

    @Test
    void goesOnAfterWhatItCannotRead() {
        start();
        await().atMost(SOON).until(() -> node.out().contains("joined"));

        store.put("services/broken", Bytes.utf8("{"));
        catalog.put(new Service("billing", "http://10.0.0.7:8080"));

        await().atMost(SOON).until(() -> node.out().contains("added billing"));
        assertThat(node.err()).contains("'services/broken' is not a service");
        assertThat(node.out()).doesNotContain("broken");
    }

    @Test
    void saysThatMemoryIsNotShared() {
        start();

        await().atMost(SOON).until(() -> node.err().contains("not shared between processes"));
    }

    @Test
    void endsWithStatusZeroWhenStopped() throws Exception {
        start();
        await().atMost(SOON).until(() -> node.out().contains("joined"));

        thread.shutdownNow();

        assertThat(ended.get(60, TimeUnit.SECONDS).status()).isZero();
    }

    private void start() {
        thread.execute(() -> ended.complete(node.execute("node", "a")));
    }

    private void awaitLines(String... lines) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(node.out().lines()).containsExactlyElementsOf(List.of(lines)));
    }
}
