package io.gatewaystore.examples.dispatch;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.replica.ReplicaEntry;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.value.Setting;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Work that waits under {@code jobs/}, and what came of it under {@code results/}.
 *
 * <p>Thread-safe.
 */
final class Jobs {

    static final KeyRange WAITING = KeyRange.directory("jobs");

    /** Nobody clears results away, so they leave by themselves. */
    private static final WriteOptions FOR_AN_HOUR = WriteOptions.ttl(Duration.ofHours(1));

    private final Store store;

    Jobs(Store store) {
        this.store = store;
    }

    /**
     * Has something done.
     *
     * @return what came of it; empty if nothing did in time, and the job still waits then
     */
    Optional<String> run(String text, Duration timeout) {
        String name = UUID.randomUUID().toString();
        CompletableFuture<Optional<String>> result = new CompletableFuture<>();
        try (Setting<String> setting = store.setting("results/" + name, Codec.text())) {
            setting.onChange((before, after) -> result.complete(after));
            store.put("jobs/" + name, Bytes.utf8(text));
            return result.completeOnTimeout(Optional.empty(), timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    /** Puts a result in place of a job, in one revision, if the job still waits. */
    static void finish(ReplicaEntry<String> job, String result, Store fenced) {
        String name = job.key().substring("jobs/".length());
        fenced.commit(Txn.when(Compare.modRevision(job.key()).equalTo(job.modRevision()))
                .then(Operation.put("results/" + name, Bytes.utf8(result), FOR_AN_HOUR), Operation.delete(job.key())));
    }
}
