package io.gatewaystore.memory;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendStores;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What an etcd cluster is to stores on etcd, within one process: the stores opened on the same one share keys, revisions, leases and watches.
 *
 * <p><b>It is not shared with other processes and does not survive this one.</b> A gateway that runs as several processes needs etcd.
 *
 * <p>{@link #shared()} is where {@code GATEWAY_STORE_BACKEND=memory} leads; {@link #create()} makes one of its own, as tests want it. There is
 * nothing to close: a cluster that nothing refers to is garbage, and its one daemon thread exists only while a lease waits for its end.
 *
 * <p>It keeps its newest revision and, for reads of the past and for watches that begin there, the revisions before it: as many as
 * {@link Builder#history}, by default 10,000, that wrote 64 MiB at most. What is older is compacted away, as
 * {@link #compact} does. A watch whose listener keeps up is never overtaken by that; one that was paused for a slow listener can be.
 *
 * <p>Readers take no lock and never wait for writers. A write has been reported to all watches of the cluster, on the thread that wrote, when
 * it returns, unless another thread is just reporting an earlier one and takes it along.
 *
 * <p>Thread-safe.
 */
public final class MemoryCluster {

    private static final int DEFAULT_HISTORY = 10_000;
    private static final long HISTORY_BYTES = 64L << 20;

    /** Tells this cluster from every other, those of other processes included: their revisions cannot be compared. */
    private final String id = "memory-" + UUID.randomUUID();

    private final Engine engine;

    private MemoryCluster(Builder builder) {
        engine = new Engine(builder.clock, new History(builder.history, HISTORY_BYTES));
    }

    /**
     * The cluster that every store opened with {@code GATEWAY_STORE_BACKEND=memory} in this process shares.
     *
     * @return always the same cluster
     */
    public static MemoryCluster shared() {
        return Shared.CLUSTER;
    }

    /**
     * Makes an empty cluster of its own, on the system's clock.
     *
     * @return a new cluster
     */
    public static MemoryCluster create() {
        return builder().build();
    }

    /**
     * Makes an empty cluster of its own, on another clock.
     *
     * @param clock the time by which its leases expire, for instance a {@link ManualClock}
     * @return a new cluster
     */
    public static MemoryCluster create(MemoryClock clock) {
        return builder().clock(clock).build();
    }

    /**
     * Starts from the system's clock and the usual length of history.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Opens a store on this cluster, without a namespace and with the usual deadline. Neither the environment nor {@code gateway.conf} is read.
     *
     * @return a new store; closing it leaves the cluster and other stores alone
     */
    public Store open() {
        return open(StoreConfig.builder().environment(Map.of()).build());
    }

    /**
     * Opens a store on this cluster, whatever backend the configuration names.
     *
     * @param config gives deadline and namespace
     * @return a new store; closing it leaves the cluster and other stores alone
     */
    public Store open(StoreConfig config) {
        return BackendStores.over(openBackend(), config);
    }

    /**
     * Opens a backend on this cluster, to be wrapped or tested by itself.
     *
     * @return a new backend; closing it leaves the cluster and other backends alone
     */
    public Backend openBackend() {
        return new MemoryBackend(this, engine);
    }

    String id() {
        return id;
    }

    /**
     * The newest revision; 1 while nothing was ever written.
     *
     * @return the revision
     */
    public long revision() {
        return engine.revision();
    }

    /**
     * Forgets the history before a revision. That revision itself can still be read, and a watch can still begin with its changes, but without
     * the entries these replaced.
     *
     * @param revision the oldest revision to keep
     * @throws io.gatewaystore.error.CompactedException if it was compacted already
     * @throws io.gatewaystore.error.FutureRevisionException if it does not exist yet
     */
    public void compact(long revision) {
        engine.compact(revision);
    }

    /** What it is and how far it got. */
    @Override
    public String toString() {
        return "MemoryCluster at revision " + revision();
    }

    /** Made when it is first asked for. */
    private static final class Shared {
        private static final MemoryCluster CLUSTER = create();
    }

    /**
     * Makes a {@link MemoryCluster}.
     *
     * <p>Not thread-safe; confine to one thread.
     */
    public static final class Builder {

        private MemoryClock clock = new SystemClock();
        private int history = DEFAULT_HISTORY;

        private Builder() {}

        /**
         * The clock. If not called: the system's.
         *
         * @param clock the time by which leases expire
         * @return this builder
         */
        public Builder clock(MemoryClock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * How many revisions before the newest can be read. If not called: 10,000.
         *
         * @param revisions how many, at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder history(int revisions) {
            if (revisions < 1) {
                throw new IllegalArgumentException("revisions: " + revisions + " (expected: at least 1)");
            }
            history = revisions;
            return this;
        }

        /**
         * Makes the cluster.
         *
         * @return a new, empty cluster
         */
        public MemoryCluster build() {
            return new MemoryCluster(this);
        }
    }
}
