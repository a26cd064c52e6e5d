package io.gatewaystore.etcd;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthGrpc.AuthBlockingStub;
import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.AuthenticationException;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.ConnectionFailedException;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.InterruptedStoreException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.PermissionDeniedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.etcd.internal.probe.ConnectionProbe;
import io.gatewaystore.etcd.internal.probe.ProbeResult;
import io.gatewaystore.etcd.internal.tls.ClientTls;
import io.gatewaystore.etcd.internal.tls.TlsFailure;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Response;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
        Transport transport = opening.transport(threads);
        EtcdBackend backend = new EtcdBackend(threads, transport);
        try {
            opening.proveForTheFirstTime(transport);
            transport.connections().takeOver();
            return backend;
        } catch (RuntimeException | Error failure) {
            if (config.startAnyway() && mayPass(failure)) {
                log.warn("the store starts without a connection and keeps trying: {}", failure.getMessage());
                transport.connections().takeOver();
                transport.connections().probing().askAll();
                return backend;
            }
            backend.close();
            throw failure;
        }
    }

    private Transport transport(IoThreads threads) {
        try {
            return new Transport(config, tls, threads);
        } catch (RuntimeException | Error failure) {
            threads.close();
            throw failure;
        }
    }

    private static boolean mayPass(Throwable failure) {
        return failure instanceof StoreException && !(failure instanceof InterruptedStoreException);
    }

    private void proveForTheFirstTime(Transport transport) {
        try (EndpointProbes probes = probes()) {
            prove(firstHealthy(probes), transport.connections(), transport).cancel();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Lets a backend go over to another configuration. Whatever fails, nothing has changed.
     *
     * @throws ConfigurationException if a file is unusable
     * @throws StoreException if no endpoint can be used, whether or not a store may start anyway, or another cluster answers at one of them
     */
    static void reconfigure(StoreConfig config, Transport transport) {
        Opening opening = new Opening(config);
        Connections fresh = transport.connect(config, opening.tls);
        try {
            Connections current = transport.connections();
            opening.proveInPlaceOf(current, fresh, transport);
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

    private void proveInPlaceOf(Connections current, Connections fresh, Transport transport) {
        try (EndpointProbes probes = probes()) {
            List<LocalAnswer> answers = new ArrayList<>();
            answers.add(prove(firstHealthy(probes), fresh, transport));
            // All of them, since the one that answers first is as likely of the right cluster as of another.
            for (Optional<ProbeResult> next = probes.next(); next.isPresent(); next = probes.next()) {
                if (next.get() instanceof ProbeResult.Failed failed) {
                    warn(failed);
                } else {
                    answers.add(localAnswer(fresh, next.get().endpoint()));
                }
            }
            refuseOtherCluster(answers, current);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void refuseOtherCluster(List<LocalAnswer> answers, Connections current) throws InterruptedException {
        Map<Endpoint, Long> clusters = new LinkedHashMap<>();
        for (LocalAnswer answer : answers) {
            answer.header().ifPresent(header -> clusters.put(answer.endpoint(), header.getClusterId()));
        }
        if (clusters.isEmpty()) {
            throw new ConnectionFailedException(
                    List.of(new ServingDiagnosis(config, answers.get(0).endpoint()).doesNotSayWhoItIs()), null);
        }
        List<Attempt> strangers = strangers(clusters, current);
        if (!strangers.isEmpty()) {
            throw new ConnectionFailedException(strangers, null);
        }
    }

    private List<Attempt> strangers(Map<Endpoint, Long> clusters, Connections current) {
        // A store that was started anyway may not have met its cluster yet: any will do then, but one only.
        boolean known = current.clusterId() != 0;
        Map.Entry<Endpoint, Long> first = clusters.entrySet().iterator().next();
        long own = known ? current.clusterId() : first.getValue();
        String whose = known
                ? "the store is on cluster " + Long.toHexString(own) + " at " + current.members()
                : "cluster " + Long.toHexString(own) + " at " + first.getKey();
        return clusters.entrySet().stream()
                .filter(cluster -> cluster.getValue() != own)
                .map(cluster -> new ServingDiagnosis(config, cluster.getKey()).otherCluster(cluster.getValue(), whose))
                .toList();
    }

    // --- endpoints ----------------------------------------------------------------------------------------------

    private EndpointProbes probes() {
        ConnectionProbe probe = new ConnectionProbe(config.etcd(), tls);
        return new EndpointProbes(config.etcd().endpoints(), endpoint -> probe.probe(endpoint, deadline));
    }

    private ProbeResult.Healthy firstHealthy(EndpointProbes probes) throws InterruptedException {
        List<ProbeResult.Failed> failures = new ArrayList<>();
        for (Optional<ProbeResult> next = probes.next(); next.isPresent(); next = probes.next()) {
            if (next.get() instanceof ProbeResult.Healthy healthy) {
                failures.forEach(Opening::warn);
                return healthy;
            }
            failures.add((ProbeResult.Failed) next.get());
        }
        List<Endpoint> endpoints = config.etcd().endpoints();
        failures.sort(Comparator.comparingInt(failed -> endpoints.indexOf(failed.endpoint())));
        throw new ConnectionFailedException(
                failures.stream().map(ProbeResult.Failed::attempt).toList(),
                failures.get(0).cause());
    }

    private static void warn(ProbeResult.Failed failed) {
        log.warn("an endpoint of the store cannot be used: {}", failed.attempt());
    }

    private LocalAnswer localAnswer(Connections connections, Endpoint endpoint) {
        return LocalAnswer.of(endpoint, member(connections, endpoint).calls(), deadline);
    }

    private static Member member(Connections connections, Endpoint endpoint) {
        return connections.members().all().stream()
                .filter(one -> one.endpoint().equals(endpoint))
                .findFirst()
                .orElseThrow();
    }

    private static InterruptedStoreException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new InterruptedStoreException(
                "the calling thread was interrupted while the store connected", cause, Outcome.NOT_APPLIED);
    }

    // --- user, password, quorum ---------------------------------------------------------------------------------

    /** Goes on with a member that is well, and lets its cluster answer a read. Returns what the member says by itself. */
    private LocalAnswer prove(ProbeResult.Healthy healthy, Connections connections, Transport transport)
            throws InterruptedException {
        log.debug("etcd {} answers at {}", healthy.version(), healthy.endpoint());
        connections.members().prefer(healthy.endpoint());
        CompletableFuture<Response.Range> agreed = transport.callOn(
                connections, Procedures.RANGE, Wire.revisionOnly(), new Purpose("connect", ""), deadline);
        LocalAnswer local = localAnswer(connections, healthy.endpoint());
        try {
            agreed.get();
        } catch (ExecutionException e) {
            judge(healthy.endpoint(), connections, e.getCause(), local);
        }
        return local;
    }

    private void judge(Endpoint endpoint, Connections connections, @Nullable Throwable failure, LocalAnswer local)
            throws InterruptedException {
        ServingDiagnosis diagnosis = new ServingDiagnosis(config, endpoint);
        if (failure instanceof PermissionDeniedException denied) {
            // The key is not ours to read, which says that everything else is in order, if any other key is ours.
            demandRights(diagnosis, connections, denied);
            local.header().ifPresent(header -> connections.heard(member(connections, endpoint), header));
            return;
        }
        if (failure instanceof AuthenticationException) {
            throw new AuthenticationException(diagnosis.notAuthenticated().toString(), failure);
        }
        if (failure instanceof UnavailableException || failure instanceof DeadlineExceededException) {
            throw new ConnectionFailedException(
                    List.of(local.header().isPresent() ? diagnosis.noMajority() : unanswered(diagnosis, failure)),
                    failure);
        }
        throw failure instanceof StoreException storeFailure
                ? storeFailure.atCaller()
                : new IllegalStateException(failure);
    }

    /** Calls are secured by another TLS library than the probe, which may have succeeded where that fails. */
    private Attempt unanswered(ServingDiagnosis diagnosis, Throwable failure) {
        boolean presented = tls != null && tls.clientCertificate().isPresent();
        return TlsFailure.isOfTls(failure)
                ? diagnosis.notSecured(TlsFailure.classify(failure, presented).orElse(ConnectionFailure.OTHER), failure)
                : diagnosis.tooSlow(failure);
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
        } catch (StatusRuntimeException refusal) {
            if (StatusMapper.isUserUnknown(refusal.getStatus())) {
                throw new AuthenticationException(
                        diagnosis.unknownUser(user.get()).toString(), refusal);
            }
            log.debug("etcd does not tell what user '{}' may do", user.get(), refusal);
        }
    }

    private AuthBlockingStub accounts(Connections connections) {
        AuthBlockingStub stub = AuthGrpc.newBlockingStub(
                        connections.members().pick().calls())
                .withDeadlineAfter(Math.max(1, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        return connections.tokens().areNeeded() ? stub.withCallCredentials(new CallToken(connections.tokens())) : stub;
    }
}
