package io.gatewaystore.status;

import io.gatewaystore.session.SessionStatus;
import io.gatewaystore.watch.WatchState;
import io.gatewaystore.watch.WatchStatus;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
    private final List<SessionStatus> sessions;
    private final StoreState state;
    private final List<MemberStatus> members;
    private final int callsUnderWay;
    private final long revision;
    private final @Nullable String cluster;
    private final @Nullable String lastError;

    private StoreStatus(Builder builder) {
        this.state = builder.state;
        this.members = builder.members;
        this.callsUnderWay = builder.callsUnderWay;
        this.revision = builder.revision;
        this.cluster = builder.cluster;
        this.lastError = builder.lastError;
        this.backend = builder.backend;
        this.certificates = builder.certificates;
        this.watches = builder.watches;
        this.sessions = builder.sessions;
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

    /**
     * The sessions of the store and all its views, the shared one included, that are open.
     *
     * @return a status for each, in no particular order
     */
    public List<SessionStatus> sessions() {
        return sessions;
    }

    /**
     * Whether the store can serve calls.
     *
     * @return the state, which {@link io.gatewaystore.Store#onStateChange} tells changes of
     */
    public StoreState state() {
        return state;
    }

    /**
     * The members of the cluster that the store is configured with.
     *
     * @return a status for each, in the configured order; empty for a backend that has no members
     */
    public List<MemberStatus> members() {
        return members;
    }

    /**
     * The member that leads.
     *
     * @return its status; empty if it is not known, or not among the members that the store is configured with
     */
    public Optional<MemberStatus> leader() {
        return members.stream().filter(MemberStatus::isLeader).findFirst();
    }

    /**
     * The calls that have been sent, or wait to be, and have not ended.
     *
     * @return their number, attempts to log in included; 0 for a backend that does not count them
     */
    public int callsUnderWay() {
        return callsUnderWay;
    }

    /**
     * The newest revision that the store has heard of. There may be newer ones.
     *
     * @return the revision, 0 if none was heard of
     */
    public long revision() {
        return revision;
    }

    /**
     * The cluster that the store is on: stores that share keys and revisions tell the same, others do not.
     *
     * @return its id, as a {@link io.gatewaystore.RevisionToken} has it; empty if no member was heard yet, or for a backend that knows none
     */
    public Optional<String> cluster() {
        return Optional.ofNullable(cluster);
    }

    /**
     * What the last call said that failed because the cluster, or the way to it, did not serve it.
     *
     * @return the message of its exception, which names the endpoint; empty if there was none
     */
    public Optional<String> lastError() {
        return Optional.ofNullable(lastError);
    }

    @Override
    public String toString() {
        Map<WatchState.Phase, Long> phases = watches.stream()
                .collect(Collectors.groupingBy(
                        watch -> watch.state().phase(),
                        () -> new EnumMap<>(WatchState.Phase.class),
                        Collectors.counting()));
        return "StoreStatus[backend=" + backend + ", state=" + state + ", members=" + members + ", revision=" + revision
                + ", certificates=" + certificates + ", watches=" + phases + ", sessions=" + sessions + "]";
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
        private List<SessionStatus> sessions = List.of();
        private StoreState state = StoreState.CONNECTED;
        private List<MemberStatus> members = List.of();
        private int callsUnderWay;
        private long revision;
        private @Nullable String cluster;
        private @Nullable String lastError;

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
         * Sets the sessions that are open. The store does this itself. If not called, none.
         *
         * @param open a status for each
         * @return this builder
         */
        public Builder sessions(List<SessionStatus> open) {
            sessions = List.copyOf(open);
            return this;
        }

        /**
         * Sets the state. If not called, {@link StoreState#CONNECTED}; that it was closed the store adds itself.
         *
         * @param current the state
         * @return this builder
         */
        public Builder state(StoreState current) {
            state = Objects.requireNonNull(current, "current");
            return this;
        }

        /**
         * Sets the members. If not called, none.
         *
         * @param configured a status for each, in the configured order
         * @return this builder
         */
        public Builder members(List<MemberStatus> configured) {
            members = List.copyOf(configured);
            return this;
        }

        /**
         * Sets how many calls are under way. If not called, none.
         *
         * @param number the number
         * @return this builder
         */
        public Builder callsUnderWay(int number) {
            callsUnderWay = number;
            return this;
        }

        /**
         * Sets the newest revision heard of. If not called, 0.
         *
         * @param newest the revision
         * @return this builder
         */
        public Builder revision(long newest) {
            revision = newest;
            return this;
        }

        /**
         * Sets the cluster. If not called, it is not known.
         *
         * @param id the same for all stores that share keys and revisions, and for no others: 1 to 64 letters, digits, dots, dashes and underscores
         * @return this builder
         */
        public Builder cluster(String id) {
            cluster = Objects.requireNonNull(id, "id");
            return this;
        }

        /**
         * Sets what the last call said that was not served. If not called, there was none.
         *
         * @param message the message, without secrets
         * @return this builder
         */
        public Builder lastError(String message) {
            lastError = Objects.requireNonNull(message, "message");
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
