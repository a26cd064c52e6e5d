package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.Store;
import io.gatewaystore.WriteResult;
import io.gatewaystore.config.Secret;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.PermissionDeniedException;
import io.gatewaystore.spi.IoThread;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.EtcdClusters;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.txn.TxnResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many operations at once, on an etcd that really serves them. */
class CoalescingIT {

    private static final int MANY = 600;

    @RegisterExtension
    final EtcdClusters clusters = new EtcdClusters();

    private EtcdCluster start() {
        return clusters.start(EtcdSpec.builder().build());
    }

    private static Bytes value(int number) {
        return Bytes.utf8("value " + number);
    }

    private static <T> List<T> all(List<CompletableFuture<T>> calls) {
        return calls.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void giveEachItsOwnAnswer() {
        try (Store store = Store.open(start().config())) {
            AsyncStore async = store.async();

            List<WriteResult> created = all(IntStream.range(0, MANY)
                    .mapToObj(i -> async.create("key" + i, value(i)))
                    .toList());
            List<WriteResult> again = all(IntStream.range(0, MANY)
                    .mapToObj(i -> async.create("key" + i, value(-i)))
                    .toList());
            List<Optional<Entry>> read = all(IntStream.range(0, 2 * MANY)
                    .mapToObj(i -> async.get("key" + i))
                    .toList());

            Set<Long> revisions = new HashSet<>();
            for (int i = 0; i < MANY; i++) {
                Entry entry = read.get(i).orElseThrow();
                assertThat(entry.value()).isEqualTo(value(i));
                assertThat(created.get(i)).isEqualTo(new WriteResult.Applied(entry.createRevision()));
                assertThat(((WriteResult.Conflict) again.get(i)).current()).contains(entry);
                revisions.add(entry.createRevision());
            }
            assertThat(read.subList(MANY, 2 * MANY)).containsOnly(Optional.empty());
            assertThat(revisions).as("several travelled together").hasSizeLessThan(MANY);
        }
    }

    @Test
    void areReadOneByOneIfTheyAreTooMuchForOneAnswer() {
        int many = 22;
        EtcdCluster etcd = start();
        try (Store store = Store.open(etcd.config())) {
            AsyncStore async = store.async();
            for (int i = 0; i < many; i++) {
                store.put("key" + i, Bytes.wrap(new byte[1 << 20]));
            }
            long before = readsAlone(etcd);

            // While the thread that takes answers is busy here none is taken, so all but two wait for each other.
            List<CompletableFuture<Optional<Entry>>> reads = List.of();
            while (reads.isEmpty()) {
                reads = async.get("first")
                        .thenApply(absent ->
                                Thread.currentThread() instanceof IoThread ? readAll(async, many) : readAll(async, 0))
                        .join();
            }

            assertThat(all(reads))
                    .allSatisfy(read ->
                            assertThat(read.orElseThrow().value().size()).isEqualTo(1 << 20));
            assertThat(readsAlone(etcd) - before).isGreaterThan(many);
        }
    }

    private static List<CompletableFuture<Optional<Entry>>> readAll(AsyncStore async, int many) {
        return IntStream.range(0, many).mapToObj(i -> async.get("key" + i)).toList();
    }

    private static long readsAlone(EtcdCluster etcd) {
        return Metrics.of(etcd.member(0).endpoint()).sum("grpc_server_handled_total", "grpc_method=\"Range\"");
    }

    @Test
    void leaveATransactionItsOwnRevision() {
        try (Store store = Store.open(start().config())) {
            AsyncStore async = store.async();
            List<CompletableFuture<WriteResult.Applied>> puts = new ArrayList<>();
            List<CompletableFuture<TxnResult>> commits = new ArrayList<>();

            for (int i = 0; i < MANY; i++) {
                puts.add(async.put("put" + i, value(i)));
                if (i % 10 == 0) {
                    commits.add(async.commit(Txn.of(Operation.put("own" + i, value(i)))));
                }
            }

            List<Long> own = all(commits).stream().map(TxnResult::revision).toList();
            assertThat(own).doesNotHaveDuplicates();
            assertThat(all(puts)).extracting(WriteResult.Applied::revision).doesNotContainAnyElementsOf(own);
        }
    }

    @Test
    void giveEveryTicketOfALockARevisionOfItsOwn() throws Exception {
        int many = 48;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try (Store store = Store.open(start().config())) {
            store.session();
            CyclicBarrier together = new CyclicBarrier(many);
            List<Callable<Long>> acquisitions = IntStream.range(0, many)
                    .mapToObj(i -> (Callable<Long>) () -> {
                        together.await();
                        return store.lock("locks/" + i).acquire().fencingToken();
                    })
                    .toList();

            List<Long> tokens = new ArrayList<>();
            for (Future<Long> token : threads.invokeAll(acquisitions)) {
                tokens.add(token.get());
            }

            assertThat(tokens).doesNotHaveDuplicates();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesNobodyForWhatAnotherMayNotDo() {
        EtcdCluster etcd = start();
        etcd.admin().addUser("gateway", "secret");
        etcd.admin().allow("gateway", "mine", "mine/");
        etcd.admin().enableAuthentication("root");
        StoreConfig config = etcd.config().toBuilder()
                .etcdUsername("gateway")
                .etcdPassword(Secret.of("secret"))
                .namespace("mine")
                .build();
        try (Store store = Store.open(config);
                Store wide = Store.open(config.toBuilder().namespace("").build())) {
            AsyncStore async = wide.async();
            List<CompletableFuture<WriteResult.Applied>> allowed = new ArrayList<>();
            List<CompletableFuture<WriteResult.Applied>> forbidden = new ArrayList<>();

            for (int i = 0; i < MANY; i++) {
                (i % 50 == 49 ? forbidden : allowed).add(async.put((i % 50 == 49 ? "others/" : "mine/") + i, value(i)));
            }

            assertThat(all(allowed)).hasSize(MANY - MANY / 50);
            assertThat(forbidden)
                    .allSatisfy(put -> assertThat(catchThrowable(put::join))
                            .cause()
                            .isInstanceOf(PermissionDeniedException.class)
                            .hasMessageContaining("others/"));
            assertThat(store.get("0").orElseThrow().value()).isEqualTo(value(0));
        }
    }
}
