package io.gatewaystore.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.CompactedException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendStores;
import io.gatewaystore.spi.Request;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the parts above a backend do when it fails, or when time passes, at an awkward moment. */
class AwkwardMomentTest {

    /** A store whose reads are answered by a test first; null leaves the answer to the memory backend. */
    private static Store over(Function<Request.Range, @Nullable CompletableFuture<?>> range) {
        Backend real = MemoryCluster.create().open().unwrap(Backend.class).orElseThrow();
        Backend backend = (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("range")) {
                        CompletableFuture<?> instead = range.apply((Request.Range) arguments[0]);
                        if (instead != null) {
                            return instead;
                        }
                    }
                    return method.invoke(real, arguments);
                });
        return BackendStores.over(
                backend, StoreConfig.builder().environment(Map.of()).build());
    }

    @Test
    void keepsAKeyThatTheOtherwiseBranchWroteWithATtl() {
        try (Store store = MemoryCluster.create().open()) {
            store.commit(Txn.when(Compare.exists("no"))
                    .otherwise(Operation.put("k", Bytes.utf8("v"), WriteOptions.ttl(Duration.ofSeconds(60)))));

            await().during(Duration.ofMillis(300))
                    .untilAsserted(() -> assertThat(store.get("k")).isPresent());
        }
    }

    @Test
    void readsASnapshotAgainWhoseRevisionIsCompactedBetweenTwoPages() {
        AtomicInteger compactions = new AtomicInteger();
        try (Store store = over(request -> request.revision() > 0 && compactions.getAndIncrement() == 0
                ? CompletableFuture.failedFuture(new CompactedException(request.revision(), 0, null))
                : null)) {
            for (int i = 0; i < 600; i++) {
                store.put("k" + i, Bytes.empty());
            }
            AtomicReference<@Nullable Listing> snapshot = new AtomicReference<>();
            Watch watch = store.async().watch(KeyRange.all(), WatchOptions.snapshotThenChanges(), new WatchListener() {
                @Override
                public void onChanges(ChangeSet changes) {}

                @Override
                public void onSnapshot(Listing listing) {
                    snapshot.set(listing);
                }
            });
            assertThat(watch.established()).succeedsWithin(Duration.ofSeconds(3));
            await().until(() -> snapshot.get() != null);
        }
    }

    @Test
    void readsNoMoreForAWatchThatWasClosed() {
        AtomicInteger reads = new AtomicInteger();
        try (Store store = over(request -> {
            reads.incrementAndGet();
            return CompletableFuture.failedFuture(new UnavailableException("away", null, Outcome.NOT_APPLIED));
        })) {
            Watch watch = store.async().watch(KeyRange.all(), WatchOptions.snapshotThenChanges(), changes -> {});
            await().until(() -> reads.get() > 2);
            watch.close();
            int then = reads.get();
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(4))
                    .untilAsserted(() -> assertThat(reads.get()).isLessThanOrEqualTo(then + 1));
        }
    }
}
