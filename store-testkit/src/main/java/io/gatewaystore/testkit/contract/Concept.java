package io.gatewaystore.testkit.contract;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.gatewaystore.testkit.faults.FaultyStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * What the tests of all concepts share: a store in a namespace that nothing else uses, and the means to look at it from outside.
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Timeout(90)
public abstract class Concept {

    private static final AtomicLong TESTS = new AtomicLong(System.nanoTime());
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    private static final int SEVERAL = 4;

    private final Deque<Runnable> closings = new ArrayDeque<>();

    /** The state under the store. */
    StoreFixture fixture;
    /** The store under test, in its own namespace. */
    Store store;
    /** The same store without a namespace. */
    Store root;
    /** The name of that namespace. */
    String namespace;

    private Access access;

    Concept() {}

    @BeforeEach
    final void open(StoreFixture freshFixture, Access wanted) {
        fixture = freshFixture;
        closings.push(fixture::close);
        access = wanted;
        namespace = "contract/" + TESTS.incrementAndGet();
        root = access.to(track(fixture.open()));
        store = root.namespace(namespace);
    }

    @AfterEach
    final void close() {
        while (!closings.isEmpty()) {
            closings.pop().run();
        }
    }

    /** One more store on the same state and in the same namespace. */
    final Store another() {
        return access.to(track(fixture.open())).namespace(namespace);
    }

    /** Several stores on the same state and in the same namespace: what one store would put in order meets in the backend. */
    final List<Store> several() {
        return Stream.generate(this::another).limit(SEVERAL).toList();
    }

    /** One more store on the same state, whose calls meet faults when the test says so. */
    final FaultyStore faulty() {
        FaultyStore faulty = FaultyStore.around(fixture.open());
        closings.push(faulty::close);
        return faulty;
    }

    /** The lease that a key hangs on. */
    final long leaseOf(String key) {
        return backend()
                .range(
                        new Request.Range(KeyRange.single(namespace + "/" + key), 0, 0, false, Request.Shape.ENTRIES),
                        Deadline.after(LONG_ENOUGH))
                .join()
                .entries()
                .get(0)
                .lease();
    }

    /** Ends a lease from outside. */
    final void revoke(long lease) {
        backend().revokeLease(lease, Deadline.after(LONG_ENOUGH)).join();
    }

    private Store track(Store store) {
        closings.push(store::close);
        return store;
    }

    /** What lies beneath the store. */
    final Backend backend() {
        return root.unwrap(Backend.class)
                .orElseThrow(() -> new AssertionError("the store does not unwrap to its Backend"));
    }

    /** Writes, as others may, a key that is not text; it ends with the bytes given. */
    final void putForeign(int... keyEnd) {
        byte[] end = new byte[keyEnd.length];
        for (int i = 0; i < end.length; i++) {
            end[i] = (byte) keyEnd[i];
        }
        Bytes key = Bytes.utf8(namespace + "/").concat(Bytes.copyOf(end));
        backend()
                .put(new Request.Put(key, text("foreign"), 0, false), Deadline.after(LONG_ENOUGH))
                .join();
    }

    /** Waits for what happens by itself. */
    static ConditionFactory eventually() {
        return Awaitility.await().atMost(patience()).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    /** What a stage ends with that ends by itself. */
    static <T> T awaited(CompletionStage<T> stage) throws InterruptedException, ExecutionException, TimeoutException {
        return stage.toCompletableFuture().get(patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Shorter than usual only for those who test the suite itself, on backends where what is awaited never comes. */
    private static Duration patience() {
        String property = System.getProperty("gatewaystore.testkit.patience");
        return property == null ? LONG_ENOUGH : Duration.parse(property);
    }

    static Bytes text(String text) {
        return Bytes.utf8(text);
    }

    static Bytes number(long number) {
        return Bytes.utf8(Long.toString(number));
    }

    static long number(Bytes bytes) {
        return Long.parseLong(bytes.toUtf8());
    }

    static List<String> keys(Iterable<Entry> entries) {
        List<String> keys = new ArrayList<>();
        entries.forEach(entry -> keys.add(entry.key()));
        return keys;
    }

    /** The entry of a key that exists. */
    final Entry entry(String key) {
        return store.get(key).orElseThrow(() -> new AssertionError("key '" + key + "' does not exist"));
    }
}
