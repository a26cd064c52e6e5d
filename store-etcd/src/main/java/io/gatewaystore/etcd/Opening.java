package io.gatewaystore.etcd;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthGrpc.AuthBlockingStub;
import io.etcd.jetcd.api.TxnRequest;
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
 * Proves a configuration within its connect timeout, or says why it cannot be used: probes all endpoints at once, goes on with the first that is
 * well, and lets it answer one read, which proves user, password and quorum. A backend is opened on what has been proven, and goes over to nothing
 * else.
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
        Transport transport = new Transport(config, opening.tls, threads);
        EtcdBackend backend = new EtcdBackend(threads, transport);
        try {
            opening.prove(transport.connections(), transport);
            transport.connections().takeOver();
            return backend;
        } catch (StoreException failure) {
            if (config.startAnyway() && !(failure instanceof InterruptedStoreException)) {
                log.warn("the store starts without a connection and keeps trying: {}", failure.getMessage());
                transport.connections().takeOver();
                transport.connections().probing().askAll();
                return backend;
            }
            backend.close();
            throw failure;
        }
    }

    /**
     * Lets a backend go over to another configuration. Whatever fails, nothing has changed.
     *
     * @throws ConfigurationException if a file is unusable
     * @throws StoreException if no endpoint can be used, whether or not a store may start anyway, or another cluster answers
     */
    static void reconfigure(StoreConfig config, Transport transport) {
        Opening opening = new Opening(config);
        Connections fresh = transport.connect(config, opening.tls);
        try {
            Endpoint first = opening.prove(fresh, transport);
            Connections current = transport.connections();
            opening.refuseOtherCluster(first, fresh, current);
            if (current.areThoseOf(config)) {
                log.debug("the configuration leads to {} as before; the connections stay", current);
                fresh.close();
                return;
            }
            transport.replace(fresh);
            log.info("the store goes on over connections to {}; those to {} end", fresh, current);
        } catch (RuntimeException | Error failure) {
            fresh.close();
            throw failure;
        }
    }

    private void refuseOtherCluster(Endpoint first, Connections fresh, Connections current) {
        // A store that was started anyway may not have met its cluster yet.
        boolean known = current.clusterId() != 0;
        if (known && current.clusterId() != fresh.clusterId()) {
            throw new ConnectionFailedException(
                    List.of(new ServingDiagnosis(config, first).otherCluster(fresh.clusterId(), current)), null);
        }
    }

    private Endpoint prove(Connections connections, Transport transport) {
        ProbeResult.Healthy first = firstHealthy();
        log.debug("etcd {} answers at {}", first.version(), first.endpoint());
        if (!first.reportsProgressInOrder()) {
            connections.distrustProgress();
        }
        connections.members().prefer(first.endpoint());
        readOnce(first.endpoint(), connections, transport);
        return first.endpoint();
    }

    // --- endpoints ----------------------------------------------------------------------------------------------

    private ProbeResult.Healthy firstHealthy() {
        ConnectionProbe probe = new ConnectionProbe(config.etcd(), tls);
        List<Endpoint> endpoints = config.etcd().endpoints();
        BlockingQueue<ProbeResult> results = new LinkedBlockingQueue<>();
        List<Thread> probes = endpoints.stream()
                .map(endpoint -> start(probe, endpoint, results))
                .toList();
        try {
            return firstHealthy(endpoints, results);
        } finally {
            probes.forEach(Thread::interrupt);
        }
    }

    private static ProbeResult.Healthy firstHealthy(List<Endpoint> endpoints, BlockingQueue<ProbeResult> results) {
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

    /** Every probe ends at the deadline, or when its thread is interrupted because nobody needs the result any more. */
    private Thread start(ConnectionProbe probe, Endpoint endpoint, BlockingQueue<ProbeResult> results) {
        Runnable task = () -> {
            try {
                results.add(probe.probe(endpoint, deadline));
            } catch (InterruptedStoreException noLongerNeeded) {
                log.trace("the probe of {} was ended early", endpoint);
            }
        };
        Thread thread = new Thread(task, "gateway-store-probe-" + endpoint);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static ProbeResult take(BlockingQueue<ProbeResult> results) {
        try {
            return results.take();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static InterruptedStoreException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new InterruptedStoreException(
                "the calling thread was interrupted while the store connected", cause, Outcome.NOT_APPLIED);
    }

    // --- user, password, quorum ---------------------------------------------------------------------------------

    private void readOnce(Endpoint endpoint, Connections connections, Transport transport) {
        Purpose purpose = new Purpose("connect", "");
        CompletableFuture<Response.Range> agreed =
                transport.callOn(connections, Procedures.RANGE, Wire.revisionOnly(), purpose, deadline);
        // One member answers an empty transaction by itself and to anybody. That tells a cluster without a majority
        // from a connection that is merely slow, and which cluster it is even to a user who may not read this key.
        CompletableFuture<Response.Txn> local = transport.callOn(
                connections, Procedures.READ_ONLY_TXN, TxnRequest.getDefaultInstance(), purpose, deadline);
        try {
            agreed.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            judge(endpoint, connections, e.getCause(), local);
        } finally {
            local.cancel(false);
        }
    }

    private void judge(
            Endpoint endpoint, Connections connections, @Nullable Throwable failure, CompletableFuture<?> local) {
        ServingDiagnosis diagnosis = new ServingDiagnosis(config, endpoint);
        if (failure instanceof PermissionDeniedException denied) {
            // The key is not ours to read, which says that everything else is in order, if any other key is ours.
            demandRights(diagnosis, connections, denied);
            awaitAnswer(local);
            return;
        }
        if (failure instanceof AuthenticationException) {
            throw new AuthenticationException(diagnosis.notAuthenticated().toString(), failure);
        }
        boolean memberAnswers = local.isDone() && !local.isCompletedExceptionally();
        if (failure instanceof UnavailableException || failure instanceof DeadlineExceededException) {
            throw new ConnectionFailedException(
                    List.of(memberAnswers ? diagnosis.noMajority() : diagnosis.tooSlow(failure)), failure);
        }
        throw failure instanceof StoreException storeFailure
                ? storeFailure.atCaller()
                : new IllegalStateException(failure);
    }

    private void demandRights(ServingDiagnosis diagnosis, Connections connections, PermissionDeniedException denied) {
        Optional<String> user = UserName.of(config.etcd(), tls);
        if (user.isEmpty()) {
            return;
        }
        try {
            AccessRights rights = AccessRights.of(user.get(), accounts(connections));
            if (!rights.touch(AccessRights.keysOf(config))) {
                throw new PermissionDeniedException(
                        diagnosis.notPermitted(user.get()).toString(), denied);
            }
        } catch (StatusRuntimeException unknown) {
            log.debug("etcd does not tell what user '{}' may do", user.get(), unknown);
        }
    }

    private AuthBlockingStub accounts(Connections connections) {
        AuthBlockingStub stub = AuthGrpc.newBlockingStub(
                        connections.members().pick().calls())
                .withDeadlineAfter(Math.max(1, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        return connections.tokens().areNeeded() ? stub.withCallCredentials(new CallToken(connections.tokens())) : stub;
    }

    /** For what the connections learn from it; that it fails says nothing that the read did not say. */
    private static void awaitAnswer(CompletableFuture<?> call) {
        try {
            call.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            log.debug("the member does not say to which cluster it belongs: {}", String.valueOf(e.getCause()));
        }
    }
}
