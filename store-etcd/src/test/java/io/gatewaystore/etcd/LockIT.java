package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.coordination.HeldLock;
import io.gatewaystore.coordination.StoreLock;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.session.Session;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.watch.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Locks whose holders are other processes, that are paused and killed, and locks that many want. {@code gatewaystore.locks.pauses} is how often a holder is paused, {@code
 * gatewaystore.locks.acquisitions} how often each of 16 nodes takes a lock.
 */
class LockIT {

    private static final int PAUSES = Integer.getInteger("gatewaystore.locks.pauses", 2);
    private static final int ACQUISITIONS = Integer.getInteger("gatewaystore.locks.acquisitions", 12);
    private static final int NODES = 16;

    private static final Duration TTL = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LOCK = "lock";
    private static final String VALUE = "value";

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().build();

    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(ETCD.config());
    }

    @AfterEach
    void close() {
        store.deleteRange(KeyRange.all());
        store.close();
    }

    /** Another process, which takes the lock again and again, and writes as fast as it can while it has it. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (Store own = Store.open()) {
                StoreLock lock = StoreLock.on(own.openSession(TTL), LOCK);
                while (true) {
                    try (HeldLock held = lock.acquire()) {
                        writeUntilLost(held);
                    } catch (StoreException lost) {
                        // The session takes another lease in a moment.
                        new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
                    }
                }
            }
        }

        private static void writeUntilLost(HeldLock held) {
            Store fenced = held.fenced();
            Bytes token = Bytes.utf8(Long.toString(held.fencingToken()));
            while (true) {
                fenced.put(VALUE, token);
            }
        }
    }

    private static Process startHolder() throws IOException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName());
        java.environment().putAll(ETCD.environment());
        return java.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private long written() {
        return store.get(VALUE)
                .map(entry -> Long.parseLong(entry.value().toUtf8()))
                .orElse(0L);
    }

    @Test
    void isSafeFromAHolderThatIsPausedPastItsTtl() throws Exception {
        List<Long> tokens = new CopyOnWriteArrayList<>();
        store.watch(
                KeyRange.single(VALUE),
                changes -> changes.changes().stream()
                        .filter(Change.Put.class::isInstance)
                        .forEach(change -> tokens.add(Long.parseLong(
                                ((Change.Put) change).entry().value().toUtf8()))));
        StoreLock lock = StoreLock.on(store.openSession(Duration.ofSeconds(60)), LOCK);
        Process holder = startHolder();
        try {
            long last = 0;
            for (int round = 0; round < PAUSES; round++) {
                long own = last;
                await().atMost(PATIENCE).until(() -> written() > own);
                signal(holder, "STOP");
                HeldLock held = lock.acquire();
                assertThat(held.fencingToken()).isGreaterThan(written());
                held.fenced().put(VALUE, Bytes.utf8(Long.toString(held.fencingToken())));
                signal(holder, "CONT");

                // It notices, and queues up again.
                await().atMost(PATIENCE)
                        .until(() -> store.count(KeyRange.directory(LOCK)).keys() == 2);
                assertThat(written()).isEqualTo(held.fencingToken());
                assertThat(held.isHeld()).isTrue();
                last = held.fencingToken();
                held.close();
            }
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertThat(tokens).as("who wrote, in the order of revisions").isSorted();
    }

    @Test
    void isHandedOverToExactlyOneWhenItsHolderIsKilled() throws Exception {
        Process holder = startHolder();
        try {
            await().atMost(PATIENCE).until(() -> written() > 0);
            List<CompletableFuture<HeldLock>> waiters = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Session session = store.openSession(Duration.ofSeconds(60));
                CompletableFuture<HeldLock> waiter = new CompletableFuture<>();
                new Thread(() -> waiter.complete(StoreLock.on(session, LOCK).acquire())).start();
                waiters.add(waiter);
            }
            await().atMost(PATIENCE)
                    .until(() -> store.count(KeyRange.directory(LOCK)).keys() == 4);

            holder.destroyForcibly();

            for (int left = waiters.size(); left > 0; left--) {
                await().atMost(PATIENCE).until(() -> waiters.stream().anyMatch(CompletableFuture::isDone));
                List<CompletableFuture<HeldLock>> holding =
                        waiters.stream().filter(CompletableFuture::isDone).toList();
                assertThat(holding).hasSize(1);
                waiters.removeIf(CompletableFuture::isDone);
                // Another one is done only after this.
                holding.get(0).join().close();
            }
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void givesRisingTokensToManyNodesAndKeepsTheirIncrementsApart() throws Exception {
        store.put(VALUE, Bytes.utf8("0"));
        List<Long> tokens = new CopyOnWriteArrayList<>();
        ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        try {
            List<CompletableFuture<Void>> ends = new ArrayList<>();
            for (int node = 0; node < NODES; node++) {
                StoreLock lock = StoreLock.on(store.openSession(Duration.ofSeconds(60)), LOCK);
                ends.add(CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < ACQUISITIONS; i++) {
                                lock.runLocked(held -> {
                                    tokens.add(held.fencingToken());
                                    return held.fenced().put(VALUE, Bytes.utf8(Long.toString(written() + 1)));
                                });
                            }
                        },
                        nodes));
            }
            for (CompletableFuture<Void> end : ends) {
                end.get(PATIENCE.toSeconds() * Math.max(1, ACQUISITIONS / 10), TimeUnit.SECONDS);
            }
        } finally {
            nodes.shutdownNow();
        }

        assertThat(written()).isEqualTo((long) NODES * ACQUISITIONS);
        assertThat(tokens).hasSize(NODES * ACQUISITIONS).isSorted().doesNotHaveDuplicates();
    }
}
