package io.gatewaystore.cli.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdMember;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A hundred thousand keys from memory to etcd, to another etcd and back to memory, while members are killed. */
class CopyThroughFaultsIT {

    private static final int KEYS = 100_000;
    private static final int IN_A_TRANSACTION = 100;

    @RegisterExtension
    static final EtcdExtension THREE = EtcdExtension.builder().members(3).build();

    @RegisterExtension
    static final EtcdExtension OTHER = EtcdExtension.builder().members(3).build();

    private static Store memory() {
        return Store.open(StoreConfig.builder()
                .environment(Map.of())
                .namespace("copy/" + UUID.randomUUID())
                .build());
    }

    @Test
    void movesEverythingWhileMembersAreKilled() {
        try (Store memory = memory();
                Store three = Store.open(THREE.config());
                Store other = Store.open(OTHER.config());
                Store back = memory()) {
            fill(memory);

            copyAndKill(memory, three, THREE);
            copyAndKill(three, other, OTHER);
            copyWhileTheSourceLosesItsLeader(other, back);

            assertThat(contents(back)).isEqualTo(contents(memory)).hasSize(KEYS);
        }
    }

    private static void fill(Store store) {
        for (int first = 0; first < KEYS; first += IN_A_TRANSACTION) {
            store.commit(Txn.of(IntStream.range(first, first + IN_A_TRANSACTION)
                    .mapToObj(i -> Operation.put("services/" + i, Bytes.utf8("http://10.0.0.7:" + i)))
                    .toArray(Operation[]::new)));
        }
    }

    /** Kills the leader when a third is done. */
    private static void copyAndKill(Store from, Store to, EtcdExtension etcd) {
        AtomicReference<EtcdMember> killed = new AtomicReference<>();
        CopyPlan plan = new CopyPlan(KeyRange.all(), false, false, true);

        CopyReport report = new Copy(from, to, plan, (done, total) -> {
                    if (done > total / 3 && killed.compareAndSet(null, etcd.member(0))) {
                        EtcdMember leader = etcd.cluster().leader();
                        killed.set(leader);
                        leader.kill();
                    }
                })
                .run();

        assertThat(killed.get()).isNotNull();
        assertThat(report.copied()).as(report.toString()).isEqualTo(KEYS);
        assertThat(report.isSuccess()).isTrue();
        killed.get().start();
        etcd.awaitHealthy();
    }

    /** Whoever copies has the whole listing before the first key is written: it is the listing that has to survive. */
    private static void copyWhileTheSourceLosesItsLeader(Store from, Store to) {
        List<EtcdMember> killed = new CopyOnWriteArrayList<>();
        Store source = listing(from, () -> {
            if (killed.isEmpty()) {
                killed.add(OTHER.cluster().leader());
                killed.get(0).kill();
            }
        });

        CopyReport report =
                new Copy(source, to, new CopyPlan(KeyRange.all(), false, false, true), (done, total) -> {}).run();

        assertThat(killed).hasSize(1);
        assertThat(report.copied()).as(report.toString()).isEqualTo(KEYS);
        assertThat(report.isSuccess()).isTrue();
    }

    /** A store during whose listings something else happens. */
    private static Store listing(Store store, Runnable meanwhile) {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    boolean lists = method.getName().equals("list");
                    CompletableFuture<Void> other =
                            lists ? CompletableFuture.runAsync(meanwhile) : CompletableFuture.completedFuture(null);
                    Object result = method.invoke(store, arguments);
                    other.join();
                    return result instanceof Store view ? listing(view, meanwhile) : result;
                });
    }

    private static Map<String, Bytes> contents(Store store) {
        return store.withDeadline(Duration.ofMinutes(1)).list(KeyRange.all()).entries().stream()
                .collect(Collectors.toMap(Entry::key, Entry::value));
    }
}
