package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The threads of a store. */
class ListenerThreadsTest {

    private final ListenerThreads threads = new ListenerThreads();

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void endThoughSomethingIsDueMuchLater() throws InterruptedException {
        threads.executeAfter(Duration.ofHours(1), () -> {});
        new RealClock(threads).runAt(System.nanoTime() + Duration.ofHours(1).toNanos(), () -> {});

        threads.close();

        assertThat(threads.timer().awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Else whoever blocks there, in a continuation, holds up the renewals of every session. */
    @Test
    void areNotHeldUpByWhatIsDue() throws Exception {
        RealClock clock = new RealClock(threads);
        CompletableFuture<Void> release = new CompletableFuture<>();
        CompletableFuture<Void> second = new CompletableFuture<>();

        clock.runAt(System.nanoTime(), release::join);
        clock.runAt(System.nanoTime(), () -> second.complete(null));

        second.get(20, TimeUnit.SECONDS);
        release.complete(null);
    }

    @Test
    void runNothingThatFallsDueAfterTheEnd() {
        threads.close();
        CompletableFuture<Void> due = new CompletableFuture<>();

        new RealClock(threads).runAt(System.nanoTime(), () -> due.complete(null));

        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> due.get(20, TimeUnit.MILLISECONDS));
    }
}
