package io.gatewaystore.status;

import java.util.List;
import java.util.Objects;

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

    private StoreStatus(Builder builder) {
        this.backend = builder.backend;
        this.certificates = builder.certificates;
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

    @Override
    public String toString() {
        return "StoreStatus[backend=" + backend + ", certificates=" + certificates + "]";
    }

    /**
     * Collects what store and backend know.
     *
     * <p>Not thread-safe; confine to one thread.
     */
    public static final class Builder {

        private String backend;
        private List<CertificateStatus> certificates = List.of();

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
         * Finishes the status.
         *
         * @return the status
         */
        public StoreStatus build() {
            return new StoreStatus(this);
        }
    }
}
