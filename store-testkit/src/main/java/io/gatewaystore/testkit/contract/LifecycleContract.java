package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.status.StoreState;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * The end of a store.
 *
 * <ul>
 *   <li>All views of a store share one life: closing any closes all. Closing again does nothing. Other stores on the same state live on.
 *   <li>Calls made later fail with {@link StoreClosedException}; calls under way end, one way or the other, within two seconds.
 *   <li>Watches end with {@link StoreClosedException}, which their listeners are told last.
 *   <li>Closing does not wait for a listener's callback, or the function of an update, that is running.
 *   <li>The status can be asked for at any time, after the end too, and is the same through every view. Listeners are told that the store was
 *       closed.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class LifecycleContract extends Concept {

    private static final Duration SOON = Duration.ofSeconds(5);

    LifecycleContract() {}

    @Test
    void refusesEveryCallAfterTheEnd() {
        store.close();

        assertClosed(() -> store.get("a"));
        assertClosed(() -> store.list(KeyRange.all()));
        assertClosed(() -> store.keys(KeyRange.all()));
        assertClosed(() -> store.count(KeyRange.all()));
        assertClosed(() -> store.put("a", text("")));
        assertClosed(() -> store.create("a", text("")));
        assertClosed(() -> store.replace("a", 1, text("")));
        assertClosed(() -> store.delete("a"));
        assertClosed(() -> store.deleteIf("a", 1));
        assertClosed(() -> store.deleteRange(KeyRange.all()));
        assertClosed(() -> store.update("a", old -> text("")));
        assertClosed(() -> store.commit(Txn.of(Operation.get("a"))));
        assertClosed(() -> store.watch(KeyRange.all(), changes -> {}));
        assertClosed(() -> store.watch(KeyRange.all(), WatchOptions.snapshotThenChanges(), changes -> {}));
    }

    @Test
    void endsWithAnyOfItsViews() {
        Store view = root.namespace("some")
                .withDeadline(Duration.ofSeconds(3))
                .async()
                .blocking();

        view.close();

        assertClosed(() -> root.get("a"));
        assertClosed(() -> store.get("a"));
    }

    @Test
    void canBeClosedAgain() {
        store.close();
        store.close();
        root.close();

        assertClosed(() -> store.get("a"));
    }

    @Test
    @Needs(Capability.SHARED_STATE)
    void leavesOtherStoresAlone() {
        Store other = another();
        Recorder told = new Recorder();
        other.watch(KeyRange.all(), told);

        store.close();
        other.put("end", text(""));

        assertThat(other.get("end")).isPresent();
        assertThat(told.awaitKey("end").story()).containsExactly("put end=");
    }

    @Test
    void endsItsWatchesAndTellsTheirListenersLast() {
        Recorder told = new Recorder();
        Watch watch = store.watch(KeyRange.all(), told);
        store.put("a", text("1"));
        told.awaitKey("a");

        store.close();

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> watch.ended()
                        .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                        .join())
                .withCauseInstanceOf(StoreClosedException.class);
        assertThat(told.told(StoreClosedException.class)).hasSize(1);
        assertThat(told.told()).last().isInstanceOf(StoreClosedException.class);
    }

    @Test
    void tellsOfNoFailureAfterAWatchWasClosed() {
        Recorder told = new Recorder();
        Watch watch = store.watch(KeyRange.all(), told);

        watch.close();
        store.close();

        watch.ended().orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
        assertThat(told.told()).isEmpty();
    }

    @Test
    void doesNotWaitForACallbackThatIsRunning() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        store.watch(KeyRange.all(), changes -> {
            entered.countDown();
            ListenerContract.awaitLatch(release);
        });
        store.put("a", text("1"));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> closed = CompletableFuture.runAsync(store::close);

        assertThat(closed).succeedsWithin(SOON);
        release.countDown();
    }

    @Test
    void canBeClosedByAListener() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Watch watch = store.watch(KeyRange.all(), changes -> {
            store.close();
            closed.complete(null);
        });
        // The listener may close the store before the write is answered.
        store.async().put("a", text("1"));

        assertThat(closed).succeedsWithin(SOON);
        assertThat(watch.ended()).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(StoreClosedException.class);
    }

    @Test
    void endsAHundredCallsThatAreUnderWay() {
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            calls.add(store.async().put("put" + i, text("")));
            calls.add(store.async().list(KeyRange.all()));
            calls.add(store.async().update("updated", old -> number(System.nanoTime())));
            calls.add(store.async().create("put" + i, text("")));
        }

        store.close();

        for (CompletableFuture<?> call : calls) {
            Throwable failure = call.handle((value, thrown) -> thrown)
                    .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                    .join();
            if (failure != null) {
                assertThat(failure).isInstanceOf(StoreClosedException.class);
            }
        }
    }

    @Test
    void endsAnUpdateWhoseFunctionOutlivesTheStore() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<?> update = store.async().update("key", old -> {
            entered.countDown();
            ListenerContract.awaitLatch(release);
            return text("too late");
        });
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        store.close();

        assertThat(update).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(StoreClosedException.class);
        release.countDown();
    }

    @Test
    void tellsItsStatusThroughEveryViewAndAfterTheEnd() {
        String backend = root.status().backend();

        assertThat(backend).isNotEmpty();
        assertThat(store.status().backend()).isEqualTo(backend);
        assertThat(store.async().withDeadline(Duration.ofNanos(1)).status().state())
                .isEqualTo(StoreState.CONNECTED);
        store.close();
        assertThat(store.status().backend()).isEqualTo(backend);
        assertThat(store.status().state()).isEqualTo(StoreState.CLOSED);
        assertThat(store.status().callsUnderWay()).isZero();
    }

    @Test
    void tellsListenersOfItsEndUnlessTheyHaveLeft() {
        List<StoreState> told = new CopyOnWriteArrayList<>();
        List<StoreState> toldNoMore = new CopyOnWriteArrayList<>();
        store.onStateChange(status -> {
            throw new IllegalStateException("a listener that throws");
        });
        store.onStateChange(status -> told.add(status.state()));
        store.onStateChange(status -> toldNoMore.add(status.state())).close();

        store.close();

        await().atMost(SOON).untilAsserted(() -> assertThat(told).containsExactly(StoreState.CLOSED));
        assertThat(toldNoMore).isEmpty();
    }

    @Test
    void refusesADeadlineThatCannotBeMet() {
        assertThatIllegalArgumentException().isThrownBy(() -> store.withDeadline(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> store.withDeadline(Duration.ofSeconds(-1)));
        assertThat(store.withDeadline(Duration.ofSeconds(10)).get("a")).isEmpty();
    }

    @Test
    void failsACallWhoseDeadlineIsOver() {
        Store hasty = store.withDeadline(Duration.ofNanos(1));

        assertThatExceptionOfType(DeadlineExceededException.class).isThrownBy(() -> hasty.get("a"));
        assertThatExceptionOfType(DeadlineExceededException.class).isThrownBy(() -> hasty.put("a", text("late")));
        assertThat(store.get("b")).isEmpty();
    }

    private static void assertClosed(ThrowingCallable call) {
        assertThatExceptionOfType(StoreClosedException.class).isThrownBy(call);
    }
}
