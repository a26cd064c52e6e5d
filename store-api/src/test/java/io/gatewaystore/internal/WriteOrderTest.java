package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.spi.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes to one key take turns; others do not wait. */
class WriteOrderTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final WriteOrder order = new WriteOrder(timer, Runnable::run);
    private final List<String> started = new ArrayList<>();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private CompletableFuture<String> submit(
            String name, Footprint footprint, CompletableFuture<String> call, Duration deadline) {
        return order.submit(
                footprint,
                Deadline.after(deadline),
                () -> {
                    started.add(name);
                    return call;
                },
                result -> {});
    }

    private CompletableFuture<String> submit(String name, Footprint footprint, CompletableFuture<String> call) {
        return submit(name, footprint, call, Duration.ofMinutes(1));
    }

    private static Footprint keys(String... keys) {
        Set<Bytes> set = new LinkedHashSet<>();
        for (String key : keys) {
            set.add(Bytes.utf8(key));
        }
        return new Footprint(set, List.of());
    }

    private static Footprint range(KeyRange range) {
        return new Footprint(Set.of(), List.of(range));
    }

    @Test
    void startsAWriteWhenTheEarlierOneToItsKeyHasEnded() {
        CompletableFuture<String> first = new CompletableFuture<>();
        submit("first", keys("k"), first);
        CompletableFuture<String> second = submit("second", keys("k"), CompletableFuture.completedFuture("2"));
        CompletableFuture<String> other = submit("other", keys("j"), CompletableFuture.completedFuture("o"));

        assertThat(started).containsExactly("first", "other");
        assertThat(other).isCompletedWithValue("o");
        first.complete("1");
        assertThat(started).containsExactly("first", "other", "second");
        assertThat(second).isCompletedWithValue("2");
    }

    @Test
    void goesOnAfterAFailure() {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> failed = submit("first", keys("k"), first);
        CompletableFuture<String> second = submit("second", keys("k"), CompletableFuture.completedFuture("2"));

        UnavailableException cause = new UnavailableException("gone", null, Outcome.UNKNOWN);
        first.completeExceptionally(cause);

        assertThat(catchThrowableOfType(CompletionException.class, failed::join))
                .hasCause(cause);
        assertThat(second).isCompletedWithValue("2");
    }

    @Test
    void makesAWriteOfSeveralKeysWaitForAllOfThem() {
        CompletableFuture<String> a = new CompletableFuture<>();
        CompletableFuture<String> b = new CompletableFuture<>();
        submit("a", keys("a"), a);
        submit("b", keys("b"), b);
        submit("ab", keys("a", "b"), CompletableFuture.completedFuture("ab"));

        a.complete("");
        assertThat(started).containsExactly("a", "b");
        b.complete("");
        assertThat(started).containsExactly("a", "b", "ab");
    }

    @Test
    void ordersDeletionsOfRangesAgainstTheKeysInThem() {
        CompletableFuture<String> put = new CompletableFuture<>();
        CompletableFuture<String> delete = new CompletableFuture<>();
        submit("put d/1", keys("d/1"), put);
        submit("delete d", range(KeyRange.directory("d")), delete);
        submit("put d/2", keys("d/2"), CompletableFuture.completedFuture(""));
        submit("put e", keys("e"), CompletableFuture.completedFuture(""));

        assertThat(started).containsExactly("put d/1", "put e");
        put.complete("");
        assertThat(started).containsExactly("put d/1", "put e", "delete d");
        delete.complete("");
        assertThat(started).containsExactly("put d/1", "put e", "delete d", "put d/2");
    }

    @Test
    void neverStartsAWriteThatWasCancelledWhileItWaited() {
        CompletableFuture<String> first = new CompletableFuture<>();
        submit("first", keys("k"), first);
        CompletableFuture<String> second = submit("second", keys("k"), CompletableFuture.completedFuture("2"));
        CompletableFuture<String> third = submit("third", keys("k"), CompletableFuture.completedFuture("3"));

        second.cancel(false);
        first.complete("1");

        assertThat(started).containsExactly("first", "third");
        assertThat(third).isCompletedWithValue("3");
    }

    @Test
    void failsAWriteWhoseTurnDoesNotComeInTime() {
        submit("first", keys("k"), new CompletableFuture<>());
        CompletableFuture<String> second =
                submit("second", keys("k"), CompletableFuture.completedFuture("2"), Duration.ofMillis(10));

        await().until(second::isDone);

        assertThat(catchThrowableOfType(CompletionException.class, second::join))
                .cause()
                .isInstanceOfSatisfying(
                        DeadlineExceededException.class,
                        late -> assertThat(late)
                                .hasMessageContaining("'k'")
                                .returns(Outcome.NOT_APPLIED, DeadlineExceededException::outcome));
        assertThat(started).containsExactly("first");
    }

    @Test
    void leavesAWriteThatWasStartedToItsCall() {
        CompletableFuture<String> first = new CompletableFuture<>();
        // Ends the first write just when the second one's waiting time is being scheduled.
        ScheduledThreadPoolExecutor racing = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                first.complete("1");
                return super.schedule(task, delay, unit);
            }
        };
        try {
            WriteOrder raced = new WriteOrder(racing, Runnable::run);
            Deadline deadline = Deadline.after(Duration.ofMillis(50));
            raced.submit(keys("k"), deadline, () -> first, result -> {});
            CompletableFuture<String> second =
                    raced.submit(keys("k"), deadline, () -> new CompletableFuture<>(), result -> {});

            await().during(Duration.ofMillis(300)).until(() -> !second.isDone());
        } finally {
            racing.shutdownNow();
        }
    }

    @Test
    void failsWhatWaitsWhenTheStoreIsClosed() {
        submit("first", keys("k"), new CompletableFuture<>());
        CompletableFuture<String> second = submit("second", keys("k"), CompletableFuture.completedFuture("2"));
        StoreClosedException closed = new StoreClosedException("closed", null, Outcome.NOT_APPLIED);

        order.close(closed);

        assertThat(catchThrowableOfType(CompletionException.class, second::join))
                .hasCause(closed);
    }

    @Test
    void survivesAChainOfTenThousandWritesToOneKey() {
        CompletableFuture<String> first = new CompletableFuture<>();
        submit("first", keys("k"), first);
        CompletableFuture<String> last = first;
        for (int i = 0; i < 10_000; i++) {
            last = submit("next", keys("k"), CompletableFuture.completedFuture(""));
        }

        first.complete("");

        assertThat(last).isCompleted();
        assertThat(started).hasSize(10_001);
    }
}
