package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdMember;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was acknowledged by three members is there when one of them dies, whichever it is. */
class LeaderDeathIT {

    private static final int WRITERS = 4;
    private static final int SOME = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().members(3).build();

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void losesNothingThatWasAcknowledged() {
        try (Store store = new EtcdFixture(ETCD).open()) {
            List<CompletableFuture<Void>> writers = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> CompletableFuture.runAsync(() -> writeOn(store, writer)))
                    .toList();
            awaitAcknowledged(SOME);
            EtcdMember leader = ETCD.cluster().leader();

            leader.kill();
            awaitAcknowledged(acknowledged.size() + SOME);
            enough.set(true);
            writers.forEach(CompletableFuture::join);

            assertThat(store.keys(KeyRange.all()).keys()).containsAll(acknowledged);
            leader.start();
            ETCD.cluster().awaitLevel();
            assertThat(leader.admin().keys("w")).containsAll(acknowledged);
        }
    }

    private void writeOn(Store store, int writer) {
        for (int i = 0; !enough.get(); i++) {
            String key = "w" + writer + "/" + i;
            try {
                store.create(key, Bytes.utf8("v"));
                acknowledged.add(key);
            } catch (UnavailableException unknown) {
                // On its way to the leader that died: it may be there, or not.
                assertThat(unknown.isRetryable()).isTrue();
            }
        }
    }

    private void awaitAcknowledged(int count) {
        await().atMost(PATIENCE).until(() -> acknowledged.size() >= count);
    }
}
