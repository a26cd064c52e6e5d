package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.WatchOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A watch begins before 50 MB of history, in a small JVM of its own. */
class BacklogIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().members(3).build();

    @ParameterizedTest
    @CsvSource({"50, 1000000", "5000, 10000"})
    void isDeliveredWholeWithLittleMemory(int changes, int bytes) throws IOException, InterruptedException {
        ETCD.wipe();
        long last = write(changes, bytes);

        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        String.valueOf(last))
                .redirectErrorStream(true);
        builder.environment().putAll(ETCD.environment());
        Process reader = builder.start();
        try {
            String output = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(reader.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(output).contains("changes " + changes + " bytes " + (long) changes * bytes + " in order");
        } finally {
            reader.destroyForcibly();
        }
    }

    private static long write(int changes, int bytes) {
        Bytes value = Bytes.copyOf(new byte[bytes]);
        long last = 0;
        try (Store store = Store.open(ETCD.config())) {
            List<CompletableFuture<Long>> writes = new ArrayList<>();
            for (int i = 0; i < changes; i++) {
                writes.add(store.withDeadline(PATIENCE)
                        .async()
                        .put("backlog/" + i % 10, value)
                        .thenApply(applied -> applied.revision()));
            }
            for (CompletableFuture<Long> write : writes) {
                last = Math.max(last, write.join());
            }
        }
        return last;
    }

    /** What runs in the small JVM. */
    static final class Reader {

        private Reader() {}

        /**
         * Watches until a revision has come.
         *
         * @param arguments the revision
         */
        public static void main(String[] arguments) throws InterruptedException {
            long last = Long.parseLong(arguments[0]);
            AtomicLong told = new AtomicLong();
            AtomicLong bytes = new AtomicLong();
            AtomicLong newest = new AtomicLong();
            AtomicLong disorder = new AtomicLong();
            CountDownLatch done = new CountDownLatch(1);
            try (Store store = Store.open()) {
                store.watch(KeyRange.directory("backlog"), WatchOptions.fromRevision(2), changes -> {
                    // Writes that are made at the same time may share a revision.
                    changes.forEach(change -> {
                        told.incrementAndGet();
                        bytes.addAndGet(((Change.Put) change).entry().value().size());
                    });
                    if (newest.getAndSet(changes.revision()) + 1 != changes.revision() && changes.revision() != 2) {
                        disorder.incrementAndGet();
                    }
                    if (changes.revision() == last) {
                        done.countDown();
                    }
                });
                boolean all = done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                System.out.println("changes " + told + " bytes " + bytes
                        + (disorder.get() == 0 ? " in order" : " out of order") + (all ? "" : " so far"));
            }
        }
    }
}
