package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.WatchOptions;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A revision that etcd tells of in several messages, because it is larger than one may be. */
class LargeChangeSetIT {

    private static final int KEYS = 1_000;
    private static final int BATCH = 100;
    private static final Bytes VALUE = Bytes.copyOf(new byte[4096]);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().build();

    @Test
    void arrivesWholeThoughEtcdSendsItInFragments() throws InterruptedException {
        try (Store store = new EtcdFixture(ETCD).open()) {
            for (int batch = 0; batch < KEYS; batch += BATCH) {
                store.commit(Txn.of(IntStream.range(batch, batch + BATCH)
                        .mapToObj(i -> Operation.put("key%05d".formatted(i), VALUE))
                        .toArray(Operation[]::new)));
            }
            BlockingQueue<ChangeSet> told = new LinkedBlockingQueue<>();
            store.watch(KeyRange.all(), WatchOptions.fromNow().withPrevious(), told::add);

            long deleted = store.deleteRange(KeyRange.all()).revision();
            long written = store.put("end", Bytes.empty()).revision();

            ChangeSet deletion = told.poll(20, TimeUnit.SECONDS);
            assertThat(deletion).isNotNull();
            assertThat(deletion.revision()).isEqualTo(deleted);
            assertThat(deletion.changes())
                    .hasSize(KEYS)
                    .doesNotHaveDuplicates()
                    .allSatisfy(change ->
                            assertThat(change.previous()).map(Entry::value).contains(VALUE));
            assertThat(deletion.changes()).hasOnlyElementsOfType(Change.Delete.class);
            ChangeSet end = told.poll(20, TimeUnit.SECONDS);
            assertThat(end).isNotNull();
            assertThat(end.revision()).isEqualTo(written);
        }
    }
}
