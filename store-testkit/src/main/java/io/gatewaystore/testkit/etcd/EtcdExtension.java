package io.gatewaystore.testkit.etcd;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.testkit.tls.TestCertificates;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives tests a real etcd. Registered on a static field it starts one for the whole class, nested classes included;
 * registered on an instance field it starts one for each test.
 *
 * <p>When a test fails, the end of etcd's log is printed and the whole log is copied to {@code target/etcd-logs}, or where
 * the system property {@code gatewaystore.testkit.logDir} says.
 *
 * <p>Thread-safe.
 */
public final class EtcdExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private final EtcdSpec spec;

    private @Nullable EtcdCluster cluster;
    private @Nullable EtcdUsage usage;
    private int classes;

    private EtcdExtension(EtcdSpec spec) {
        this.spec = spec;
    }

    /**
     * Gives the etcd described.
     *
     * @param spec the description
     * @return the extension
     */
    public static EtcdExtension of(EtcdSpec spec) {
        return new EtcdExtension(Objects.requireNonNull(spec, "spec"));
    }

    /**
     * Starts to describe an etcd by what most tests need; {@link #of(EtcdSpec)} takes all there is.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts etcd if this is the class the extension was registered in. */
    @Override
    public synchronized void beforeAll(ExtensionContext context) {
        classes++;
        ensureStarted(context);
    }

    /** Starts etcd if the extension was registered on an instance field. */
    @Override
    public synchronized void beforeEach(ExtensionContext context) {
        ensureStarted(context);
    }

    /** Counts the test and keeps the logs if it failed. */
    @Override
    public synchronized void afterEach(ExtensionContext context) {
        if (usage != null) {
            usage.count();
        }
        keepLogsOnFailure(context);
        if (classes == 0) {
            stop();
        }
    }

    /** Stops etcd at the end of the class the extension was registered in. */
    @Override
    public synchronized void afterAll(ExtensionContext context) {
        keepLogsOnFailure(context);
        classes--;
        if (classes == 0) {
            stop();
        }
    }

    /**
     * Returns the cluster that runs.
     *
     * @return the cluster
     * @throws IllegalStateException if none runs, as is the case outside of tests
     */
    public synchronized EtcdCluster cluster() {
        if (cluster == null) {
            throw new IllegalStateException("no etcd runs (expected: the extension to be registered, within a test)");
        }
        return cluster;
    }

    /**
     * Returns {@link EtcdCluster#endpoints()}.
     *
     * @return for each member host and port
     */
    public List<String> endpoints() {
        return cluster().endpoints();
    }

    /**
     * Returns {@link EtcdCluster#config()}.
     *
     * @return the configuration of a store on this etcd
     */
    public StoreConfig config() {
        return cluster().config();
    }

    /**
     * Returns {@link EtcdCluster#environment()}.
     *
     * @return the variables that make a store use this etcd
     */
    public Map<String, String> environment() {
        return cluster().environment();
    }

    /**
     * Returns {@link EtcdCluster#certificates()}.
     *
     * @return the certificates
     */
    public TestCertificates certificates() {
        return cluster().certificates();
    }

    /**
     * Returns {@link EtcdCluster#admin()}.
     *
     * @return a client that shares nothing with the one under test
     */
    public EtcdAdmin admin() {
        return cluster().admin();
    }

    /**
     * Returns {@link EtcdCluster#member(int)}.
     *
     * @param index from zero
     * @return the member
     */
    public EtcdMember member(int index) {
        return cluster().member(index);
    }

    /**
     * Returns {@link EtcdCluster#members()}.
     *
     * @return all members
     */
    public List<EtcdMember> members() {
        return cluster().members();
    }

    /**
     * Returns {@link EtcdCluster#version()}.
     *
     * @return the version of etcd that runs
     */
    public String version() {
        return cluster().version();
    }

    /**
     * Returns {@link EtcdCluster#source()}.
     *
     * @return where etcd comes from
     */
    public String source() {
        return cluster().source();
    }

    /**
     * Does {@link EtcdCluster#compact(long)}.
     *
     * @param revision the oldest revision to remain readable
     */
    public void compact(long revision) {
        cluster().compact(revision);
    }

    /** Does {@link EtcdCluster#awaitHealthy()}. */
    public void awaitHealthy() {
        cluster().awaitHealthy();
    }

    /** Does {@link EtcdCluster#wipe()}. */
    public void wipe() {
        cluster().wipe();
    }

    private void ensureStarted(ExtensionContext context) {
        if (cluster == null) {
            EtcdCluster started = EtcdCluster.start(spec);
            cluster = started;
            usage = new EtcdUsage(context.getRequiredTestClass().getName(), started);
        }
    }

    private void stop() {
        if (usage != null) {
            usage.write();
            usage = null;
        }
        if (cluster != null) {
            cluster.close();
            cluster = null;
        }
    }

    private void keepLogsOnFailure(ExtensionContext context) {
        EtcdCluster failed = cluster;
        if (failed != null && context.getExecutionException().isPresent()) {
            Path kept = EtcdLogs.keep(failed, context);
            EtcdLogs.print(failed, kept);
        }
    }

    /**
     * Describes an etcd.
     *
     * <p>Not thread-safe; confine to one thread.
     */
    public static final class Builder {

        private final EtcdSpec.Builder spec = EtcdSpec.builder();

        private Builder() {}

        /**
         * Sets the number of members. If not called, one.
         *
         * @param count from 1 to 7
         * @return this builder
         */
        public Builder members(int count) {
            spec.members(count);
            return this;
        }

        /**
         * Sets how clients are to connect. If not called, {@link TlsMode#PLAIN}.
         *
         * @param mode the mode
         * @return this builder
         */
        public Builder tls(TlsMode mode) {
            spec.tls(mode);
            return this;
        }

        /**
         * Adds command line arguments for etcd.
         *
         * @param more the arguments
         * @return this builder
         */
        public Builder arguments(String... more) {
            spec.arguments(more);
            return this;
        }

        /**
         * Runs a container. If not called, whatever etcd is found.
         *
         * @return this builder
         */
        public Builder container() {
            spec.container();
            return this;
        }

        /**
         * Finishes the description.
         *
         * @return the extension
         */
        public EtcdExtension build() {
            return of(spec.build());
        }
    }
}
