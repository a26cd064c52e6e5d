package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.EtcdConfig;
import io.gatewaystore.error.InterruptedStoreException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.etcd.internal.tls.ClientTls;
import io.gatewaystore.spi.Deadline;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tries endpoints and says what is wrong with each, in words that lead to the setting to change.
 *
 * <p>A probe resolves the name, connects, makes the TLS handshake and asks for etcd's version. Where a step fails for more than one possible
 * reason, another connection tells them apart, such as a plaintext request to a server that fails the handshake. It changes nothing in the
 * store and does not authenticate by password.
 *
 * <p>Thread-safe.
 */
public final class ConnectionProbe {

    private final EtcdConfig config;
    private final @Nullable ClientTls tls;
    private final Clock clock;

    /**
     * Creates a probe.
     *
     * @param config the configuration whose variables messages speak of
     * @param tls what secures the connections, or null if they are plaintext
     */
    public ConnectionProbe(EtcdConfig config, @Nullable ClientTls tls) {
        this(config, tls, Clock.systemUTC());
    }

    /**
     * Creates a probe.
     *
     * @param config the configuration whose variables messages speak of
     * @param tls what secures the connections, or null if they are plaintext
     * @param clock what tells whether a certificate expires soon
     */
    public ConnectionProbe(EtcdConfig config, @Nullable ClientTls tls, Clock clock) {
        this.config = Objects.requireNonNull(config, "config");
        this.tls = tls;
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Probes one endpoint.
     *
     * @param endpoint the endpoint
     * @param deadline when the result must be there, name resolution included
     * @return the result, at the deadline at the latest
     * @throws InterruptedStoreException if the thread is interrupted while it waits
     */
    public ProbeResult probe(Endpoint endpoint, Deadline deadline) {
        return probeAll(List.of(endpoint), deadline).get(0);
    }

    /**
     * Probes endpoints, all at the same time.
     *
     * @param endpoints the endpoints
     * @param deadline when the results must be there, name resolution included
     * @return the results in the order of the endpoints, at the deadline at the latest
     * @throws InterruptedStoreException if the thread is interrupted while it waits
     */
    public List<ProbeResult> probeAll(List<Endpoint> endpoints, Deadline deadline) {
        List<RunningProbe> probes = endpoints.stream()
                .map(endpoint -> RunningProbe.start(endpoint, config, tls, clock, deadline))
                .toList();
        try {
            return RunningProbe.await(probes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedStoreException("interrupted while connecting to " + endpoints, e, Outcome.NOT_APPLIED);
        } finally {
            probes.forEach(RunningProbe::end);
        }
    }
}
