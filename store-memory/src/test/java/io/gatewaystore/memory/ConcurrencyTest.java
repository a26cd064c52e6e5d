package io.gatewaystore.memory;

import static io.gatewaystore.memory.Client.all;
import static io.gatewaystore.memory.Client.putting;
import static io.gatewaystore.memory.Client.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real threads; each test ends by count, not by time. */
class ConcurrencyTest {

    private static final int WRITERS = 4;
    private static final int WRITES = 2_000;
    private static final int WATCHES = 20;

    private final Client client = new Client(MemoryCluster.create());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    /** Every write puts the same value under all keys at once, so a reader that sees two values saw half a transaction. */
    @Test
    void readersSeeWholeRevisionsWhileWritersWrite() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<Future<?>> readers = start(3, i -> () -> readUntil(done));
        List<Future<?>> writers = start(WRITERS, writer -> () -> {
            for (int i = 0; i < WRITES; i++) {
                String value = writer + "-" + i;
                client.run(all(putting("a", value), putting("b", value), putting("c", value)));
            }
            return null;
        });
        finish(writers);
        done.set(true);
        finish(readers);
        assertThat(client.revision()).isEqualTo(1 + WRITERS * WRITES);
    }

    private Object readUntil(AtomicBoolean done) {
        long last = 0;
        do {
            Response.Range answer = client.read(reading(KeyRange.all()));
            assertThat(answer.revision()).isGreaterThanOrEqualTo(last);
            last = answer.revision();
            List<RawEntry> entries = answer.entries();
            if (last > 1) {
                assertThat(entries).hasSize(3).allMatch(entry -> entry.modRevision() == answer.revision());
                assertThat(entries.stream().map(RawEntry::value).distinct()).hasSize(1);
            }
        } while (!done.get());
        return last;
    }

    /** Watches that begin while four threads write get every revision from their start on, once, in order, by one thread at a time. */
    @Test
    void watchesMissNothingAndRepeatNothing() throws Exception {
        List<Recorder> recorders = new ArrayList<>();
        recorders.add(client.watch(KeyRange.all(), 0));
        List<Future<?>> writers = start(WRITERS, writer -> () -> {
            for (int i = 0; i < WRITES; i++) {
                client.put("key" + writer, "" + i);
            }
            return null;
        });
        for (int i = 0; i < WATCHES; i++) {
            awaitRevision(i * WRITERS * WRITES / WATCHES);
            recorders.add(client.watch(KeyRange.all(), i % 2 == 0 ? 0 : 2));
        }
        finish(writers);
        long newest = client.revision();
        for (int i = 0; i < recorders.size(); i++) {
            List<String> lines = recorders.get(i).lines;
            // Another writer's thread may still be handing over what ours wrote.
            await().until(() -> revision(lines.get(lines.size() - 1)) == newest);
            long first = i > 0 && i % 2 == 0 ? 2 : revision(lines.get(0)) + 1;
            assertThat(lines.stream().skip(1).map(ConcurrencyTest::revision).toList())
                    .isEqualTo(LongStream.rangeClosed(first, newest).boxed().toList());
            assertThat(recorders.get(i).overlaps).hasValue(0);
        }
    }

    private void awaitRevision(long revision) {
        while (client.revision() < revision) {
            Thread.onSpinWait();
        }
    }

    private static long revision(String line) {
        String rest = line.replace("created ", "") + " ";
        return Long.parseLong(rest.substring(0, rest.indexOf(' ')));
    }

    private interface Work {
        Callable<Object> of(int number);
    }

    private List<Future<?>> start(int count, Work work) {
        List<Future<?>> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            started.add(threads.submit(work.of(i)));
        }
        return started;
    }

    private static void finish(List<Future<?>> futures)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (Future<?> future : futures) {
            future.get(60, TimeUnit.SECONDS);
        }
    }
}
