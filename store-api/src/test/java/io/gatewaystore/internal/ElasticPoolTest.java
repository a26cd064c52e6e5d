package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ElasticPoolTest {

    private static final int MANY = 5_000;
    private static final int SEVERAL = 3 * ElasticPool.FEW;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ElasticPool pool = new ElasticPool("elastic-", timer, System::nanoTime);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        pool.close();
        timer.shutdownNow();
    }

    private void block(int tasks, CountDownLatch blocked) {
        for (int i = 0; i < tasks; i++) {
            pool.execute(() -> {
                blocked.countDown();
                waitFor(release);
            });
        }
    }

    private static boolean waitFor(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void runsManyShortTasksOnFewThreads() {
        CountDownLatch done = new CountDownLatch(MANY);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (ElasticPool timeless = new ElasticPool("timeless-", timer, () -> 0)) {
            for (int i = 0; i < MANY; i++) {
                timeless.execute(() -> {
                    threads.add(Thread.currentThread());
                    done.countDown();
                });
            }
            assertThat(waitFor(done)).isTrue();
        }
        assertThat(threads).hasSizeLessThanOrEqualTo(ElasticPool.FEW);
    }

    @Test
    void holdsUpNothingForWhatBlocks() {
        CountDownLatch blocked = new CountDownLatch(SEVERAL);
        block(SEVERAL, blocked);
        assertThat(waitFor(blocked)).isTrue();

        CountDownLatch done = new CountDownLatch(1);
        pool.execute(done::countDown);

        assertThat(waitFor(done)).isTrue();
        assertThat(pool.size()).isGreaterThan(SEVERAL);
    }

    @Test
    void shrinksWhenWhatBlockedIsDone() {
        CountDownLatch blocked = new CountDownLatch(SEVERAL);
        block(SEVERAL, blocked);
        assertThat(waitFor(blocked)).isTrue();

        release.countDown();

        await().atMost(Duration.ofSeconds(20)).until(() -> pool.size() == ElasticPool.FEW);
    }

    @Test
    void survivesTasksThatThrow() {
        CountDownLatch done = new CountDownLatch(1);
        for (int i = 0; i < SEVERAL; i++) {
            pool.execute(() -> {
                throw new Expected();
            });
        }
        pool.execute(done::countDown);

        assertThat(waitFor(done)).isTrue();
        await().dontCatchUncaughtExceptions()
                .atMost(Duration.ofSeconds(20))
                .until(() -> pool.size() == ElasticPool.FEW);
    }

    @Test
    void letsWhatWaitsRunToItsEndAfterTheClose() {
        CountDownLatch blocked = new CountDownLatch(SEVERAL);
        block(SEVERAL, blocked);
        CountDownLatch done = new CountDownLatch(2);
        pool.execute(done::countDown);

        timer.shutdownNow();
        pool.close();
        pool.execute(done::countDown);

        assertThat(waitFor(done)).isTrue();
        assertThat(waitFor(blocked)).isTrue();
    }

    private static final class Expected extends RuntimeException {
        private static final long serialVersionUID = 1;

        Expected() {
            super("expected", null, false, false);
        }
    }
}
