package io.gatewaystore.testkit.faults;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendStores;
import io.gatewaystore.watch.Resync;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A store whose calls fail, are late, or lose their answers when a test asks for it, over any real store. So an application's tests can show
 * what it does with an outcome that is unknown:
 *
 * <pre>{@code
 * try (FaultyStore faulty = FaultyStore.around(MemoryCluster.create().open())) {
 *     Accounts accounts = new Accounts(faulty.store());
 *     faulty.next(Calls.writes(), CallFault.lostAnswer());
 *     accounts.open("a");  // its write is applied and fails as UNKNOWN
 *     ...
 * }
 * }</pre>
 *
 * <p>Faults are injected where they happen in life, below the store's verbs: they hold for {@link Store} and {@link io.gatewaystore.AsyncStore},
 * and for all views. A call that meets no fault is passed on as it is. Of several faults a call could meet, it meets the one asked for first.
 *
 * <p>Thread-safe.
 */
public final class FaultyStore implements AutoCloseable {

    private static final Duration RELEASE_DEADLINE = Duration.ofSeconds(10);

    private final FaultRules rules = new FaultRules();
    private final FaultyBackend backend;
    private final Store store;

    private FaultyStore(Store real, StoreConfig config) {
        Backend sound = real.unwrap(Backend.class)
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "store: its backend does not give itself away (expected: unwrap(Backend.class) to be its backend)"));
        backend = new FaultyBackend(sound, rules, real::close);
        store = BackendStores.over(backend, config);
    }

    /**
     * Puts faults before a store. The result is not in the namespace and has not the deadline that the store may have been opened with.
     *
     * @param real the store, which is closed with this
     * @return the faulty store, without a fault yet
     */
    public static FaultyStore around(Store real) {
        return around(real, StoreConfig.builder().environment(Map.of()).build());
    }

    /**
     * Puts faults before a store.
     *
     * @param real the store, which is closed with this
     * @param config gives deadline and namespace
     * @return the faulty store, without a fault yet
     * @throws IllegalArgumentException if the store's backend does not support {@link Store#unwrap} for {@link Backend}
     */
    public static FaultyStore around(Store real, StoreConfig config) {
        return new FaultyStore(real, config);
    }

    /**
     * Returns the store to test with.
     *
     * @return the store
     */
    public Store store() {
        return store;
    }

    /**
     * Lets the next call meet a fault.
     *
     * @param calls which calls count
     * @param fault the fault
     */
    public void next(Calls calls, CallFault fault) {
        next(1, calls, fault);
    }

    /**
     * Lets the next calls meet a fault.
     *
     * @param times how many, at least 1
     * @param calls which calls count
     * @param fault the fault
     * @throws IllegalArgumentException if the number is below 1
     */
    public void next(int times, Calls calls, CallFault fault) {
        if (times < 1) {
            throw new IllegalArgumentException("times: " + times + " (expected: >= 1)");
        }
        rules.add(calls, fault, times);
    }

    /**
     * Lets every call meet a fault, until {@link #heal()}.
     *
     * @param calls which calls count
     * @param fault the fault
     */
    public void every(Calls calls, CallFault fault) {
        rules.add(calls, fault, Long.MAX_VALUE);
    }

    /**
     * Lets calls meet faults at random, until {@link #heal()}. The n-th call meets the same fault with the same seed.
     *
     * @param seed what the choices are made from; print it, to be able to repeat a run
     * @param probability how likely a call meets a fault, from 0 to 1
     * @param calls which calls count
     * @param faults the faults, each as likely as the others
     * @throws IllegalArgumentException if the probability is out of bounds or there is no fault
     */
    public void randomly(long seed, double probability, Calls calls, CallFault... faults) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability: " + probability + " (expected: from 0 to 1)");
        }
        if (faults.length == 0) {
            throw new IllegalArgumentException("faults: none (expected: at least one)");
        }
        rules.addRandom(calls, List.of(faults), probability, seed);
    }

    /** Ends all faults. Calls that met one already, and writes that are held back, stay as they are. */
    public void heal() {
        rules.clear();
    }

    /**
     * Makes the writes that {@link CallFault#heldBack()} held back, in order, and waits until they are applied, or turn out to be in vain.
     *
     * @return how many were made
     */
    public int release() {
        return backend.release(RELEASE_DEADLINE);
    }

    /**
     * Lets every running watch lose its history: its listener is told a {@link Resync} with the difference to what it was told, which is empty if
     * it knew everything.
     *
     * @param reason what the resync is to give as its reason
     */
    public void loseHistory(Resync.Reason reason) {
        backend.loseHistory(reason);
    }

    /**
     * Tells how many calls have met a fault so far.
     *
     * @return the number
     */
    public long injected() {
        return rules.injected();
    }

    /** Closes the store and the real one. May be called more than once. */
    @Override
    public void close() {
        store.close();
    }
}
