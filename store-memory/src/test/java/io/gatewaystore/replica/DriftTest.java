package io.gatewaystore.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.error.FutureRevisionException;
import io.gatewaystore.memory.MemoryCluster;
import io.gatewaystore.replica.ReplicaChanges.Cause;
import io.gatewaystore.replica.Verification.Drift;
import io.gatewaystore.replica.Verification.Kind;
import io.gatewaystore.testkit.faults.FaultyStore;
import io.gatewaystore.watch.Resync;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults planted in the state of a replica, behind the back of everything that keeps it right. */
class DriftTest {

    private static final KeyRange RANGE = KeyRange.directory("r");

    private final Store store = MemoryCluster.create().open();
    private Replica<String> replica;

    @BeforeEach
    void replicate() {
        for (String key : List.of("a", "b", "c", "d")) {
            store.put("r/" + key, Bytes.utf8(key));
        }
        replica = store.replicate(RANGE, Codec.text());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static ReplicaEntry<String> entry(String key, String value, long modRevision) {
        return new ReplicaEntry<>(
                new Entry(key, Bytes.utf8(value), modRevision, modRevision, 1, false), Optional.of(value));
    }

    private List<String> shown() {
        return replica.snapshot().entries().stream()
                .map(shown -> shown.key() + "=" + shown.value())
                .toList();
    }

    @Test
    void isFoundAndRepairedAndToldOf() {
        long written = replica.entry("r/b").orElseThrow().modRevision();
        replica.copy().plant(edit -> {
            edit.remove("r/a");
            edit.put(entry("r/b", "other bytes", written));
            edit.put(entry("r/left over", "x", 1));
            edit.put(entry("r/d", "d", written));
        });
        List<ReplicaChanges<String>> told = new CopyOnWriteArrayList<>();
        replica.listen(told::add);

        Verification report = replica.verify();

        assertThat(report.drift())
                .containsExactly(
                        new Drift("r/a", Kind.MISSING),
                        new Drift("r/b", Kind.DIFFERENT),
                        new Drift("r/d", Kind.DIFFERENT),
                        new Drift("r/left over", Kind.LEFT_OVER));
        assertThat(report.compared()).isEqualTo(4);
        assertThat(shown()).containsExactly("r/a=a", "r/b=b", "r/c=c", "r/d=d");
        assertThat(replica.status().repaired()).isEqualTo(4);
        assertThat(replica.verify().isClean()).isTrue();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told).singleElement().satisfies(changes -> {
                    assertThat(changes.cause()).isEqualTo(Cause.REPAIR);
                    assertThat(changes).extracting(ReplicaChange::key).hasSize(4);
                }));
    }

    @Test
    void isNotRepairedWhereItWasOverwrittenMeanwhile() {
        replica.copy().plant(edit -> {
            edit.remove("r/a");
            edit.remove("r/b");
            edit.put(entry("r/left over", "x", 1));
        });
        Audit<String> audit = replica.copy().beginAudit();
        var there = store.list(RANGE);
        store.put("r/a", Bytes.utf8("newer"));
        store.delete("r/b");
        store.put("r/left over", Bytes.utf8("written"));
        replica.snapshot();

        Verification report = replica.copy().conclude(audit, there).orElseThrow();

        assertThat(report.drift()).hasSize(3);
        assertThat(shown()).containsExactly("r/a=newer", "r/c=c", "r/d=d", "r/left over=written");
    }

    /** Else what listeners are told before is not what they were told of last. */
    @Test
    void isRepairedWhileTheReplicaIsSetAnewAndToldOfInOrder() {
        try (FaultyStore faulty = FaultyStore.around(MemoryCluster.create().open())) {
            faulty.store().put("r/a", Bytes.utf8("a"));
            faulty.store().put("r/b", Bytes.utf8("b"));
            Hook hook = new Hook();
            Replica<String> hooked = faulty.store().replicate(RANGE, hook);
            List<ReplicaChanges<String>> told = new CopyOnWriteArrayList<>();
            hooked.listen(told::add);
            hooked.copy().plant(edit -> edit.remove("r/a"));
            Audit<String> audit = hooked.copy().beginAudit();
            var there = faulty.store().list(RANGE);
            hook.onNextDecoding(() -> hooked.copy().conclude(audit, there));

            faulty.loseHistory(Resync.Reason.HISTORY_REWOUND);

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> told.size() == 2);
            assertThat(told).extracting(ReplicaChanges::cause).containsExactly(Cause.REPAIR, Cause.HISTORY_REWOUND);
            assertThat(told.get(1))
                    .allSatisfy(change ->
                            assertThat(change.before()).as(change.key()).isPresent());
        }
    }

    @Test
    void isLookedForAgainWhenTheStoreWentBackUnnoticed() {
        try (FaultyStore faulty = FaultyStore.around(MemoryCluster.create().open())) {
            faulty.store().put("r/a", Bytes.utf8("a"));
            Replica<String> rewound = new Replica<>(rewoundAtTheFirstListing(faulty), RANGE, Codec.text());

            assertThat(rewound.verify().isClean()).isTrue();

            assertThat(rewound.status().resyncs()).isEqualTo(1);
        }
    }

    private static Store rewoundAtTheFirstListing(FaultyStore faulty) {
        AtomicBoolean first = new AtomicBoolean(true);
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("list") && arguments.length == 2 && first.getAndSet(false)) {
                        faulty.loseHistory(Resync.Reason.HISTORY_REWOUND);
                        throw new FutureRevisionException("revision 1000 does not exist yet", null);
                    }
                    try {
                        return method.invoke(faulty.store(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Text that does something else first, once. */
    private static final class Hook implements Codec<String> {

        private final AtomicReference<Runnable> next = new AtomicReference<>(() -> {});

        void onNextDecoding(Runnable action) {
            next.set(action);
        }

        @Override
        public Bytes encode(String value) {
            return Codec.text().encode(value);
        }

        @Override
        public String decode(Bytes bytes) {
            next.getAndSet(() -> {}).run();
            return Codec.text().decode(bytes);
        }
    }
}
