package io.gatewaystore.jetcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.watch.Change;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a store and a jetcd client have in common, and how each tells what it sees. */
final class Peers {

    private static final long PATIENCE_SECONDS = 10;
    private static final Duration BUSY_MACHINE = Duration.ofSeconds(30);

    private Peers() {}

    static Store open(Map<String, String> environment) {
        return Store.open(StoreConfig.builder()
                .environment(environment)
                .connectTimeout(BUSY_MACHINE)
                .build());
    }

    static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Puts by jetcd and returns the revision. */
    static long put(Client jetcd, String key, String value) {
        return get(jetcd.getKVClient().put(bytes(key), bytes(value)))
                .getHeader()
                .getRevision();
    }

    /** The values that jetcd finds under the key: one or none. */
    static List<String> values(Client jetcd, String key) {
        return get(jetcd.getKVClient().get(bytes(key))).getKvs().stream()
                .map(found -> found.getValue().toString())
                .toList();
    }

    /** What jetcd sees under a prefix from now on. */
    static List<String> watch(Client jetcd, String prefix) {
        List<String> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> established = new CompletableFuture<>();
        WatchOption option =
                WatchOption.builder().isPrefix(true).withCreateNotify(true).build();
        jetcd.getWatchClient()
                .watch(
                        bytes(prefix),
                        option,
                        Watch.listener(
                                response -> {
                                    established.complete(null);
                                    response.getEvents().forEach(event -> seen.add(text(event)));
                                },
                                error -> seen.add("error: " + error.getMessage())));
        get(established);
        return seen;
    }

    static String text(WatchEvent event) {
        String key = event.getKeyValue().getKey().toString();
        return event.getEventType() == WatchEvent.EventType.PUT
                ? key + "=" + event.getKeyValue().getValue()
                : key + " deleted";
    }

    static String text(Change change) {
        return change instanceof Change.Put put
                ? put.key() + "=" + put.entry().value().toUtf8()
                : change.key() + " deleted";
    }
}
