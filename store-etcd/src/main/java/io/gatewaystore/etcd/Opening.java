package io.gatewaystore.etcd;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.AuthenticationException;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.ConnectionFailedException;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.InterruptedStoreException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.PermissionDeniedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.etcd.internal.probe.ConnectionProbe;
import io.gatewaystore.etcd.internal.probe.ProbeResult;
import io.gatewaystore.etcd.internal.tls.ClientTls;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Response;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a backend within the connect timeout, or says why that is impossible: probes all endpoints at once, goes on with the first that is well,
 * and lets it answer one read, which proves user, password and quorum.
 */
final class Opening {

    private static final Logger log = LoggerFactory.getLogger(EtcdBackendProvider.class);

    private final StoreConfig config;
    private final @Nullable ClientTls tls;
    private final Deadline deadline;

    private Opening(StoreConfig config) {
        this.config = config;
        this.tls = config.etcd()
                .tls()
                .map(settings -> ClientTls.load(settings, config::source, Clock.systemUTC()))
                .orElse(null);
        this.deadline = Deadline.after(config.connectTimeout());
    }

    /**
     * Opens a backend.
     *
     * @throws ConfigurationException if a file is unusable, whether or not the store may start anyway
     * @throws StoreException if no endpoint can be used and the store may not start anyway
     */
    static Backend open(StoreConfig config) {
        Opening opening = new Opening(config);
        IoThreads threads = new IoThreads();
        Channels channels = new Channels(config, opening.credentials(), threads);
        Members members = new Members(config.etcd().endpoints(), channels::connect);
        Transport transport = new Transport(config.etcd(), members, threads.timer());
        EtcdBackend backend = new EtcdBackend(threads, transport);
        try {
            ProbeResult.Healthy first = opening.prove(members, transport);
            if (!first.reportsProgressInOrder()) {
                backend.distrustProgress();
            }
            return backend;
        } catch (StoreException failure) {
            if (config.startAnyway() && !(failure instanceof InterruptedStoreException)) {
                log.warn("the store starts without a connection and keeps trying: {}", failure.getMessage());
                return backend;
            }
            backend.close();
            throw failure;
        }
    }

    private ChannelCredentials credentials() {
        return tls == null ? InsecureChannelCredentials.create() : tls.credentials();
    }

    private ProbeResult.Healthy prove(Members members, Transport transport) {
        ProbeResult.Healthy first = firstHealthy();
        log.debug("etcd {} answers at {}", first.version(), first.endpoint());
        members.prefer(first.endpoint());
        readOnce(first.endpoint(), transport);
        return first;
    }

    // --- endpoints ----------------------------------------------------------------------------------------------

    private ProbeResult.Healthy firstHealthy() {
        ConnectionProbe probe = new ConnectionProbe(config.etcd(), tls);
        List<Endpoint> endpoints = config.etcd().endpoints();
        BlockingQueue<ProbeResult> results = new LinkedBlockingQueue<>();
        endpoints.forEach(endpoint -> start(probe, endpoint, results));
        List<ProbeResult.Failed> failures = new ArrayList<>();
        while (failures.size() < endpoints.size()) {
            ProbeResult result = take(results);
            if (result instanceof ProbeResult.Healthy healthy) {
                failures.forEach(failed -> log.warn("an endpoint of the store cannot be used: {}", failed.attempt()));
                return healthy;
            }
            failures.add((ProbeResult.Failed) result);
        }
        failures.sort(Comparator.comparingInt(failed -> endpoints.indexOf(failed.endpoint())));
        throw new ConnectionFailedException(
                failures.stream().map(ProbeResult.Failed::attempt).toList(),
                failures.get(0).cause());
    }

    /** Every probe ends by itself at the deadline, so nobody has to end its thread. */
    private void start(ConnectionProbe probe, Endpoint endpoint, BlockingQueue<ProbeResult> results) {
        Thread thread =
                new Thread(() -> results.add(probe.probe(endpoint, deadline)), "gateway-store-probe-" + endpoint);
        thread.setDaemon(true);
        thread.start();
    }

    private static ProbeResult take(BlockingQueue<ProbeResult> results) {
        try {
            return results.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedStoreException(
                    "the calling thread was interrupted while the store was opened", e, Outcome.NOT_APPLIED);
        }
    }

    // --- user, password, quorum ---------------------------------------------------------------------------------

    private void readOnce(Endpoint endpoint, Transport transport) {
        CompletableFuture<Response.Range> agreed = read(transport, Wire.revisionOnly());
        // What one member answers by itself tells a cluster without a majority from a connection that is merely slow.
        CompletableFuture<Response.Range> local = read(
                transport, Wire.revisionOnly().toBuilder().setSerializable(true).build());
        try {
            agreed.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedStoreException(
                    "the calling thread was interrupted while the store was opened", e, Outcome.NOT_APPLIED);
        } catch (ExecutionException e) {
            judge(endpoint, transport, e.getCause(), local.isDone() && !local.isCompletedExceptionally());
        } finally {
            local.cancel(false);
        }
    }

    private CompletableFuture<Response.Range> read(Transport transport, RangeRequest request) {
        return transport.call(Procedures.RANGE, request, new Purpose("connect", ""), deadline);
    }

    private void judge(Endpoint endpoint, Transport transport, @Nullable Throwable failure, boolean memberAnswers) {
        ServingDiagnosis diagnosis = new ServingDiagnosis(config, endpoint);
        if (failure instanceof PermissionDeniedException denied) {
            // The key is not ours to read, which says that everything else is in order, if any other key is ours.
            demandRights(diagnosis, transport, denied);
            return;
        }
        if (failure instanceof AuthenticationException) {
            throw new AuthenticationException(diagnosis.notAuthenticated().toString(), failure);
        }
        if (failure instanceof UnavailableException || failure instanceof DeadlineExceededException) {
            throw new ConnectionFailedException(
                    List.of(memberAnswers ? diagnosis.noMajority() : diagnosis.tooSlow(failure)), failure);
        }
        throw failure instanceof StoreException storeFailure
                ? storeFailure.atCaller()
                : new IllegalStateException(failure);
    }

    private void demandRights(ServingDiagnosis diagnosis, Transport transport, PermissionDeniedException denied) {
        Optional<String> user = UserName.of(config.etcd(), tls);
        if (user.isEmpty()) {
            return;
        }
        try {
            AccessRights rights = AccessRights.of(
                    user.get(),
                    AuthGrpc.newBlockingStub(new MemberChannel(transport))
                            .withDeadlineAfter(Math.max(1, deadline.remainingNanos()), TimeUnit.NANOSECONDS));
            if (!rights.touch(AccessRights.keysOf(config))) {
                throw new PermissionDeniedException(
                        diagnosis.notPermitted(user.get()).toString(), denied);
            }
        } catch (StatusRuntimeException unknown) {
            log.debug("etcd does not tell what user '{}' may do", user.get(), unknown);
        }
    }
}
