package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.IoThread;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchOptions;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * How listeners are called.
 *
 * <ul>
 *   <li>Callbacks of one watch never overlap. They run on the store's own threads, where they may block and call the store.
 *   <li>What a callback throws does not end the watch. A callback that blocks holds up no other watch and no call.
 *   <li>A watch that is closed, by its listener or anybody, calls no more and then says so; it is told of no failure.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class ListenerContract extends Concept {

    ListenerContract() {}

    @Test
    void goesOnAfterAListenerThrew() {
        Recorder told = new Recorder() {
            @Override
            public void onChanges(ChangeSet changes) {
                super.onChanges(changes);
                if (changes.changes().get(0).key().equals("bad")) {
                    throw new IllegalStateException("thrown by a listener, as the contract suite wants it");
                }
                if (changes.changes().get(0).key().equals("worse")) {
                    throw new AssertionError("thrown by a listener, as the contract suite wants it");
                }
                if (changes.changes().get(0).key().equals("worst")) {
                    throw Sneaky.raise(new IOException("thrown by a listener, as the contract suite wants it"));
                }
            }
        };
        store.watch(KeyRange.all(), told);
        store.put("bad", text(""));
        store.put("worse", text(""));
        store.put("worst", text(""));
        store.put("end", text(""));

        assertThat(told.awaitKey("end").story()).containsExactly("put bad=", "put worse=", "put worst=", "put end=");
    }

    @Test
    void holdsUpNobodyWhileAListenerBlocks() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Recorder blocked = new Recorder() {
            @Override
            public void onChanges(ChangeSet changes) {
                entered.countDown();
                awaitLatch(release);
                super.onChanges(changes);
            }
        };
        Recorder free = new Recorder();
        store.watch(KeyRange.all(), blocked);
        store.watch(KeyRange.all(), free);
        store.put("first", text(""));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        store.put("end", text(""));

        assertThat(free.awaitKey("end").story()).containsExactly("put first=", "put end=");
        assertThat(blocked.told()).isEmpty();
        release.countDown();
        assertThat(blocked.awaitKey("end").story()).containsExactly("put first=", "put end=");
    }

    /** Every callback calls the store, which takes its time: with two threads they would meet. */
    @Test
    void neverOverlapsTheCallsOfOneWatch() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Recorder told = new Recorder() {
            @Override
            public void onChanges(ChangeSet changes) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                store.list(KeyRange.all());
                super.onChanges(changes);
                inside.decrementAndGet();
            }
        };
        store.watch(KeyRange.all(), told);
        Crowd.call(4, writer -> {
            for (int i = 0; i < 50; i++) {
                store.put("key", number(i));
            }
            return writer;
        });
        store.put("end", text(""));
        told.awaitKey("end");

        assertThat(most).hasValue(1);
    }

    @Test
    void callsListenersWhereTheyMayCallTheStore() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        CompletableFuture<String> read = new CompletableFuture<>();
        store.watch(KeyRange.single("key"), changes -> {
            thread.set(Thread.currentThread());
            store.put("copy", store.get("key").orElseThrow().value());
            read.complete(entry("copy").value().toUtf8());
        });
        store.put("key", text("1"));

        assertThat(read.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo("1");
        assertThat(thread.get()).isNotInstanceOf(IoThread.class).isNotSameAs(Thread.currentThread());
    }

    @Test
    void callsNoMoreAfterAListenerClosedItsOwnWatch() {
        CompletableFuture<Watch> own = new CompletableFuture<>();
        Recorder told = new Recorder() {
            @Override
            public void onChanges(ChangeSet changes) {
                super.onChanges(changes);
                own.join().close();
            }
        };
        Recorder witness = new Recorder();
        Watch watch = store.watch(KeyRange.all(), told);
        store.watch(KeyRange.all(), witness);
        store.put("first", text(""));
        store.put("second", text(""));
        own.complete(watch);
        watch.ended().orTimeout(20, TimeUnit.SECONDS).join();
        store.put("end", text(""));
        witness.awaitKey("end");

        assertThat(told.told()).hasSize(1);
        assertThat(told.story()).containsExactly("put first=");
    }

    @Test
    void callsNoMoreAfterAWatchWasClosed() {
        Recorder told = new Recorder();
        Recorder witness = new Recorder();
        Watch watch = store.watch(KeyRange.all(), told);
        store.watch(KeyRange.all(), witness);
        store.put("before", text(""));
        told.awaitKey("before");

        watch.close();
        watch.close();
        watch.ended().orTimeout(20, TimeUnit.SECONDS).join();
        store.put("after", text(""));
        witness.awaitKey("after");

        assertThat(told.story()).containsExactly("put before=");
        assertThat(told.told()).hasSize(1);
    }

    @Test
    void endsOnlyWhenTheLastCallHasReturned() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Watch watch = store.watch(KeyRange.all(), changes -> {
            entered.countDown();
            awaitLatch(release);
        });
        store.put("key", text(""));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        watch.close();
        assertThat(watch.ended()).isNotDone();

        release.countDown();
        watch.ended().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void tellsTheOtherCallbacksOfASnapshotWatchThatThrew() {
        Recorder told = new Recorder() {
            @Override
            public void onSnapshot(io.gatewaystore.Listing snapshot) {
                throw new IllegalStateException("thrown by a listener, as the contract suite wants it");
            }
        };
        store.watch(KeyRange.all(), WatchOptions.snapshotThenChanges(), told);
        store.put("end", text(""));

        assertThat(told.awaitKey("end").story()).containsExactly("put end=");
    }

    static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody let this thread go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
