package io.gatewaystore.etcd;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.InterruptedStoreException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.etcd.check.CheckReport;
import io.gatewaystore.etcd.check.EndpointReport;
import io.gatewaystore.etcd.internal.probe.ConnectionProbe;
import io.gatewaystore.etcd.internal.probe.ProbeResult;
import io.gatewaystore.etcd.internal.probe.StepLog;
import io.gatewaystore.etcd.internal.tls.ClientTls;
import io.gatewaystore.spi.Deadline;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Checks every endpoint of a configuration, step by step, in the words that {@link io.gatewaystore.Store#open(StoreConfig)} uses when it fails.
 * Opening a store ends with the first endpoint that is well; a check goes through all of them, to the last step each reaches.
 *
 * <p>It changes nothing in etcd. What it finds is true of the moment.
 *
 * <p>Thread-safe.
 */
public final class ConnectionCheck {

    private static final String BACKEND = "etcd";

    private final StoreConfig config;
    private final @Nullable ClientTls tls;
    private final Clock clock;
    private final Deadline deadline;

    private ConnectionCheck(StoreConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.tls = config.etcd()
                .tls()
                .map(settings -> ClientTls.load(settings, config::source, clock))
                .orElse(null);
        if (tls != null) {
            tls.logDoubts();
        }
        this.deadline = Deadline.after(config.connectTimeout());
    }

    /**
     * Checks all endpoints at the same time. Blocks until all are done, which is when the configured connect timeout has passed at the latest.
     *
     * @param config the configuration to check, of the backend {@code etcd}
     * @return what was found; failures of endpoints are in there, not thrown
     * @throws IllegalArgumentException if the configuration is of another backend, which has no connections to check
     * @throws ConfigurationException if a certificate or key file is unusable; it names all that is wrong
     * @throws InterruptedStoreException if the thread is interrupted while it waits
     */
    public static CheckReport run(StoreConfig config) {
        return run(config, Clock.systemUTC());
    }

    /** As {@link #run(StoreConfig)}, on another day. */
    static CheckReport run(StoreConfig config, Clock clock) {
        if (!config.backend().equals(BACKEND)) {
            throw new IllegalArgumentException("backend: " + config.backend() + " (expected: " + BACKEND + ")");
        }
        return new ConnectionCheck(config, clock).all();
    }

    private CheckReport all() {
        try (IoThreads threads = new IoThreads()) {
            Channels channels = new Channels(config, credentials(), threads);
            List<FutureTask<EndpointReport>> checks = config.etcd().endpoints().stream()
                    .map(endpoint -> start(endpoint, channels))
                    .toList();
            return new CheckReport(await(checks));
        }
    }

    private ChannelCredentials credentials() {
        return tls == null ? InsecureChannelCredentials.create() : tls.credentials();
    }

    /** Each ends by itself at the deadline. */
    private FutureTask<EndpointReport> start(Endpoint endpoint, Channels channels) {
        FutureTask<EndpointReport> check = new FutureTask<>(() -> check(endpoint, channels));
        Thread thread = new Thread(check, "gateway-store-check-" + endpoint);
        thread.setDaemon(true);
        thread.start();
        return check;
    }

    private EndpointReport check(Endpoint endpoint, Channels channels) throws InterruptedException {
        ProbeResult probed = new ConnectionProbe(config.etcd(), tls, clock).probe(endpoint, deadline);
        if (probed instanceof ProbeResult.Failed) {
            return new EndpointReport(endpoint, probed.steps());
        }
        ManagedChannel channel = channels.connect(endpoint);
        try {
            MemberCheck check = new MemberCheck(
                    config, endpoint, channel, UserName.of(config.etcd(), tls), deadline, new StepLog(probed.steps()));
            return new EndpointReport(endpoint, check.run());
        } finally {
            channel.shutdownNow();
            awaitEnd(channel);
        }
    }

    /** It needs its event loops to end well. */
    private static void awaitEnd(ManagedChannel channel) {
        try {
            channel.awaitTermination(Members.CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<EndpointReport> await(List<FutureTask<EndpointReport>> checks) {
        List<EndpointReport> reports = new ArrayList<>();
        try {
            for (FutureTask<EndpointReport> check : checks) {
                reports.add(check.get());
            }
            return reports;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedStoreException(
                    "the calling thread was interrupted while the endpoints were checked", e, Outcome.NOT_APPLIED);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
