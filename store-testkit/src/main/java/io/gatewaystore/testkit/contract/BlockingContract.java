package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.KeyRange;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.error.FutureRevisionException;
import io.gatewaystore.error.InterruptedStoreException;
import io.gatewaystore.spi.IoThread;
import io.gatewaystore.watch.WatchCursor;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Calls that wait.
 *
 * <ul>
 *   <li>What they throw has the caller's stack trace and the original as its cause.
 *   <li>An interrupted caller gets an {@link InterruptedStoreException} and stays interrupted.
 *   <li>A call that would wait on one of the store's own I/O threads fails at once with {@link IllegalStateException}.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class BlockingContract extends Concept {

    BlockingContract() {}

    @Test
    void throwWithTheStackTraceOfTheCaller() {
        ReadOptions far = ReadOptions.atLeast(store.put("a", text("")).revision() + 1_000_000);

        assertThatExceptionOfType(FutureRevisionException.class)
                .isThrownBy(() -> store.get("a", far))
                .satisfies(failure -> {
                    assertThat(Arrays.stream(failure.getStackTrace()).map(StackTraceElement::getClassName))
                            .contains(BlockingContract.class.getName());
                    assertThat(failure.getCause()).isInstanceOf(FutureRevisionException.class);
                });
    }

    @Test
    void endWhenTheirThreadIsInterrupted() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                store.update("key", old -> {
                    entered.countDown();
                    ListenerContract.awaitLatch(release);
                    return text("late");
                });
                ended.complete(new AssertionError("the call returned"));
            } catch (Throwable thrown) {
                interrupted.complete(Thread.currentThread().isInterrupted());
                ended.complete(thrown);
            }
        });
        caller.start();
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        caller.interrupt();

        assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedStoreException.class);
        assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
        release.countDown();
        caller.join();
    }

    @Test
    void failAtOnceOnAnInputOutputThread() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        OwnIoThread thread = new OwnIoThread(() -> store.update("key", old -> {
            ListenerContract.awaitLatch(never);
            return text("");
        }));
        OwnIoThread watching = new OwnIoThread(() -> store.watch(KeyRange.all(), changes -> {}));
        OwnIoThread pointing = new OwnIoThread(() -> store.cursor(KeyRange.all()));
        WatchCursor cursor = store.cursor(KeyRange.all());
        OwnIoThread taking = new OwnIoThread(() -> cursor.next(Duration.ofSeconds(20)));

        assertThat(thread.failure())
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("I/O thread");
        assertThat(watching.failure()).isExactlyInstanceOf(IllegalStateException.class);
        assertThat(pointing.failure()).isExactlyInstanceOf(IllegalStateException.class);
        assertThat(taking.failure()).isExactlyInstanceOf(IllegalStateException.class);
        never.countDown();
    }

    /** A thread such as those that futures complete on. */
    private static final class OwnIoThread extends Thread implements IoThread {

        private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
        private final Runnable call;

        OwnIoThread(Runnable call) {
            this.call = call;
            start();
        }

        @Override
        public void run() {
            try {
                call.run();
                failure.complete(new AssertionError("the call returned"));
            } catch (RuntimeException | Error thrown) {
                failure.complete(thrown);
            }
        }

        Throwable failure() throws Exception {
            return failure.get(20, TimeUnit.SECONDS);
        }
    }
}
