package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger looks = new AtomicInteger();

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    private Rounds rounds(Executor loop) {
        return new Rounds(timer, List.of(loop), () -> true, now -> looks.incrementAndGet());
    }

    @Test
    void saysThatTheProcessWasHeldUpAsLongAsAnEventLoopRunsNothing() {
        ConcurrentLinkedQueue<Runnable> held = new ConcurrentLinkedQueue<>();
        Rounds rounds = rounds(held::add);
        rounds.begin();

        for (int times = 0; times < 3; times++) {
            long before = System.nanoTime();
            await().until(() -> rounds.heldUpAt() - before > 0);
        }

        assertThat(held).as("beats asked for").hasSize(1);
    }

    /** Errors too: nothing else ends calls at deadlines that were far away. */
    @Test
    void goOnWhateverALookEndsWith() {
        new Rounds(timer, List.of(Runnable::run), () -> true, now -> {
                    if (looks.incrementAndGet() == 1) {
                        throw new AssertionError("as the test wants it");
                    }
                })
                .begin();

        await().until(() -> looks.get() >= 3);
    }

    @Test
    void asksAnEventLoopAgainThatHasAnswered() {
        AtomicInteger beats = new AtomicInteger();
        rounds(beat -> {
                    beats.incrementAndGet();
                    beat.run();
                })
                .begin();

        await().until(() -> beats.get() >= 3);
        assertThat(looks).hasPositiveValue();
    }
}
