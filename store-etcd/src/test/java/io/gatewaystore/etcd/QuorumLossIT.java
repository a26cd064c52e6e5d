package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.Store;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdMember;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.txn.TxnResult;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one member of three can still do. */
class QuorumLossIT {

    /** More than the first pages hold. */
    private static final int KEYS = 1_200;

    private static final int BATCH = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().members(3).build();

    @BeforeEach
    void startAll() {
        ETCD.members().stream().filter(member -> !member.isRunning()).forEach(EtcdMember::start);
        ETCD.awaitHealthy();
    }

    @Test
    void listsManyKeysFromTheMemberThatIsLeft() {
        try (Store store = new EtcdFixture(ETCD).open()) {
            long written = 0;
            for (int batch = 0; batch < KEYS; batch += BATCH) {
                written = store.commit(Txn.of(IntStream.range(batch, batch + BATCH)
                                .mapToObj(i -> Operation.put("key%05d".formatted(i), Bytes.utf8("v")))
                                .toArray(Operation[]::new)))
                        .revision();
            }
            long last = written;
            await().atMost(PATIENCE).until(() -> ETCD.member(2).admin().status().revision() >= last);
            ETCD.member(0).kill();
            ETCD.member(1).kill();

            Listing listing = store.list(KeyRange.prefix("key"), ReadOptions.serializable());

            assertThat(listing.revision()).isEqualTo(written);
            assertThat(listing.entries()).hasSize(KEYS);
            assertThat(store.keys(KeyRange.prefix("key"), ReadOptions.atLeast(written))
                            .keys())
                    .hasSize(KEYS);
        }
    }

    /** It would, were it asked in etcd's plainest way; what it has may be old. */
    @Test
    void doesNotDecideATransactionOfComparesByItself() {
        try (Store store = new EtcdFixture(ETCD).open()) {
            store.put("lock", Bytes.utf8("mine"));
            Txn held = Txn.when(Compare.exists("lock"));
            TxnResult agreed = store.commit(held);
            ETCD.member(0).kill();
            ETCD.member(1).kill();

            assertThat(agreed.succeeded()).isTrue();
            assertThat(agreed.results()).isEmpty();
            assertThatThrownBy(() -> store.withDeadline(Duration.ofSeconds(1)).commit(held))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            failure -> assertThat(failure.isRetryable()).isTrue());
        }
    }
}
