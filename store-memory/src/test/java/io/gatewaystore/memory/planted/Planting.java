package io.gatewaystore.memory.planted;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.memory.ManualClock;
import io.gatewaystore.memory.MemoryCluster;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendStores;
import io.gatewaystore.testkit.contract.StoreFixture;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One broken backend: a sound one with one fault.
 *
 * @param fault what is wrong with it
 * @param caughtBy the test that must notice: a concept of the contract suite and the name of a method, with a dot between
 * @param fixture opens stores that have the fault, on a state of their own
 * @param inVain whether the test may notice by waiting for what never comes, rather than by seeing what is wrong
 */
record Planting(String fault, String caughtBy, Function<ManualClock, StoreFixture> fixture, boolean inVain) {

    /** A fault that a test notices by what it sees. */
    Planting(String fault, String caughtBy, Function<ManualClock, StoreFixture> fixture) {
        this(fault, caughtBy, fixture, false);
    }

    /** The same fault, noticed because what should happen may not happen at all. */
    Planting noticedInVain() {
        return new Planting(fault, caughtBy, fixture, true);
    }

    /** A fault of the backend. */
    static Planting inBackend(String fault, String caughtBy, UnaryOperator<Backend> broken) {
        return inBackends(fault, caughtBy, clock -> broken);
    }

    /** A fault of the backend that needs to know the time, or of all backends on one state together. */
    static Planting inBackends(String fault, String caughtBy, Function<ManualClock, UnaryOperator<Backend>> broken) {
        return new Planting(
                fault, caughtBy, clock -> new Fixture(clock, broken.apply(clock), UnaryOperator.identity()));
    }

    /** A fault above the backend. */
    static Planting inStore(String fault, String caughtBy, UnaryOperator<Store> broken) {
        return inStores(fault, caughtBy, () -> broken);
    }

    /** A fault above the backend, of all stores on one state together. */
    static Planting inStores(String fault, String caughtBy, Supplier<UnaryOperator<Store>> broken) {
        return new Planting(fault, caughtBy, clock -> new Fixture(clock, UnaryOperator.identity(), broken.get()));
    }

    @Override
    public String toString() {
        return fault;
    }

    /** Stores on a cluster of their own. */
    static class Fixture implements StoreFixture {

        final MemoryCluster cluster;
        private final ManualClock clock;
        private final UnaryOperator<Backend> backend;
        private final UnaryOperator<Store> store;

        Fixture(ManualClock clock, UnaryOperator<Backend> backend, UnaryOperator<Store> store) {
            this.cluster = MemoryCluster.create(clock);
            this.clock = clock;
            this.backend = backend;
            this.store = store;
        }

        @Override
        public Store open() {
            return store.apply(BackendStores.over(backend.apply(cluster.openBackend()), config()));
        }

        @Override
        public StoreConfig config() {
            return StoreConfig.builder().environment(Map.of()).build();
        }

        @Override
        public void compact(long revision) {
            cluster.compact(revision);
        }

        @Override
        public void elapse(Duration time) {
            clock.advance(time);
        }
    }
}
