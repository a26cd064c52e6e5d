package io.gatewaystore.status;

import io.gatewaystore.watch.WatchState;
import io.gatewaystore.watch.WatchStatus;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a store knows about itself at one moment, without asking a server.
 *
 * <p>Later versions may know more.
 *
 * <p>Immutable.
 */
public final class StoreStatus {

    private final String backend;
    private final List<CertificateStatus> certificates;
    private final List<WatchStatus> watches;

    private StoreStatus(Builder builder) {
        this.backend = builder.backend;
        this.certificates = builder.certificates;
        this.watches = builder.watches;
    }

    /**
     * Starts a status; for stores and backends.
     *
     * @param backend the name of the backend
     * @return the builder
     */
    public static Builder builder(String backend) {
        return new Builder(backend);
    }

    /**
     * The backend that serves the store.
     *
     * @return its name, for instance {@code memory} or {@code etcd}
     */
    public String backend() {
        return backend;
    }

    /**
     * The certificates that the store uses for new connections: what it presents first, then whom it trusts. The authorities that the Java
     * runtime trusts are not listed.
     *
     * @return the certificates, each with when it expires and why a newer one is not used; empty without TLS
     */
    public List<CertificateStatus> certificates() {
        return certificates;
    }

    /**
     * The watches that run on the store and all its views, cursors included.
     *
     * @return a status for each, in no particular order
     */
    public List<WatchStatus> watches() {
        return watches;
    }

    @Override
    public String toString() {
        Map<WatchState.Phase, Long> phases = watches.stream()
                .collect(Collectors.groupingBy(
                        watch -> watch.state().phase(),
                        () -> new EnumMap<>(WatchState.Phase.class),
                        Collectors.counting()));
        return "StoreStatus[backend=" + backend + ", certificates=" + certificates + ", watches=" + phases + "]";
    }

    /**
     * Collects what store and backend know.
     *
     * <p>Not thread-safe; confine to one thread.
     */
    public static final class Builder {

        private String backend;
        private List<CertificateStatus> certificates = List.of();
        private List<WatchStatus> watches = List.of();

        private Builder(String backend) {
            this.backend = Objects.requireNonNull(backend, "backend");
        }

        /**
         * Sets the name of the backend.
         *
         * @param name the name
         * @return this builder
         */
        public Builder backend(String name) {
            backend = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets the certificates in use. If not called, none.
         *
         * @param inUse what is presented first, then who is trusted
         * @return this builder
         */
        public Builder certificates(List<CertificateStatus> inUse) {
            certificates = List.copyOf(inUse);
            return this;
        }

        /**
         * Sets the watches that run. The store does this itself. If not called, none.
         *
         * @param running a status for each
         * @return this builder
         */
        public Builder watches(List<WatchStatus> running) {
            watches = List.copyOf(running);
            return this;
        }

        /**
         * Finishes the status.
         *
         * @return the status
         */
        public StoreStatus build() {
            return new StoreStatus(this);
        }
    }
}
