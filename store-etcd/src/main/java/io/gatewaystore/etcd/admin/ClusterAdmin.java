package io.gatewaystore.etcd.admin;

import io.gatewaystore.config.EtcdConfig;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.AuthenticationException;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.ConnectionFailedException;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.InterruptedStoreException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.PermissionDeniedException;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.etcd.internal.probe.ConnectionProbe;
import io.gatewaystore.etcd.internal.tls.ClientTls;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the members of an etcd cluster one by one, over one connection to each endpoint of a configuration, secured as those of a store
 * are. It changes nothing.
 *
 * <p>All endpoints are asked at the same time. Reaching one may take the connect timeout of the configuration, and each of its answers the
 * request timeout. An endpoint that fails is a result like any other.
 *
 * <p>Thread-safe.
 */
public final class ClusterAdmin implements AutoCloseable {

    private final List<MemberConnection> connections;
    private final ExecutorService threads = Executors.newCachedThreadPool(ClusterAdmin::thread);

    private ClusterAdmin(StoreConfig config, @Nullable ClientTls tls) {
        EtcdConfig etcd = config.etcd();
        ChannelCredentials credentials = tls == null ? InsecureChannelCredentials.create() : tls.credentials();
        ConnectionProbe probe = new ConnectionProbe(etcd, tls);
        connections = etcd.endpoints().stream()
                .map(endpoint -> new MemberConnection(endpoint, config, credentials, probe))
                .toList();
    }

    /**
     * Prepares to look at a cluster; connects to nothing yet.
     *
     * @param config names the endpoints and how to reach them
     * @return the admin, to be closed by the caller
     * @throws ConfigurationException if a file it names is unusable
     * @throws IllegalArgumentException if its backend is not etcd
     */
    public static ClusterAdmin open(StoreConfig config) {
        if (!config.backend().equals("etcd")) {
            throw new IllegalArgumentException("backend: " + config.backend() + " (expected: etcd)");
        }
        Optional<ClientTls> tls =
                config.etcd().tls().map(settings -> ClientTls.load(settings, config::source, Clock.systemUTC()));
        tls.ifPresent(ClientTls::logDoubts);
        return new ClusterAdmin(config, tls.orElse(null));
    }

    /**
     * Asks every endpoint how it is.
     *
     * @return one finding for each endpoint, in the configured order
     * @throws InterruptedStoreException if the thread is interrupted while it waits
     * @throws StoreClosedException if this is closed
     */
    public List<EndpointStatus> status() {
        return all(MemberConnection::status);
    }

    /**
     * Asks every endpoint for a read that takes a majority of the cluster, and for alarms. Whoever may not read or see alarms has been
     * answered all the same.
     *
     * @return one finding for each endpoint, in the configured order
     * @throws InterruptedStoreException if the thread is interrupted while it waits
     * @throws StoreClosedException if this is closed
     */
    public List<EndpointHealth> health() {
        return all(MemberConnection::health);
    }

    /**
     * Asks for the members of the cluster, which need not be those that are configured.
     *
     * @return the members as the endpoint that was first to answer knows them, in its order
     * @throws ConnectionFailedException if no endpoint answers
     * @throws PermissionDeniedException if the cluster does not tell this user
     * @throws AuthenticationException if the cluster does not know this user
     * @throws InterruptedStoreException if the thread is interrupted while it waits
     * @throws StoreClosedException if this is closed
     */
    public List<ClusterMember> members() {
        List<CompletableFuture<List<ClusterMember>>> answers = ask(MemberConnection::members);
        CompletableFuture<List<ClusterMember>> first = new CompletableFuture<>();
        CompletableFuture<?>[] reports = answers.stream()
                .map(answer -> answer.thenAccept(first::complete))
                .toArray(CompletableFuture<?>[]::new);
        // Comes when all have reported, and too late if one of them did well.
        CompletableFuture.allOf(reports)
                .whenComplete((none, failure) -> first.completeExceptionally(
                        failure == null ? new IllegalStateException("no answer") : failure));
        try {
            return await(first);
        } catch (ConnectionFailedException e) {
            throw allOf(answers);
        }
    }

    /** Whoever refused to answer can be asked again by another user; else every endpoint has its own reason. */
    private static StoreException allOf(List<? extends CompletableFuture<?>> failures) {
        List<Attempt> attempts = new ArrayList<>();
        for (CompletableFuture<?> failed : failures) {
            try {
                await(failed);
            } catch (ConnectionFailedException e) {
                attempts.addAll(e.attempts());
            } catch (StoreException e) {
                return e;
            }
        }
        return new ConnectionFailedException(attempts, null);
    }

    private <T> List<T> all(Function<MemberConnection, T> question) {
        return ask(question).stream().map(ClusterAdmin::await).toList();
    }

    private <T> List<CompletableFuture<T>> ask(Function<MemberConnection, T> question) {
        try {
            return connections.stream()
                    .map(connection -> CompletableFuture.supplyAsync(() -> question.apply(connection), threads))
                    .toList();
        } catch (RejectedExecutionException e) {
            throw new StoreClosedException("the cluster admin was closed", e, Outcome.NOT_APPLIED);
        }
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedStoreException(
                    "the calling thread was interrupted while it waited for etcd", e, Outcome.NOT_APPLIED);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException failure ? failure.atCaller() : new IllegalStateException(e);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "gateway-store-admin");
        thread.setDaemon(true);
        return thread;
    }

    /** Ends the connections; questions under way are answered as if the endpoints had not been reached. */
    @Override
    public void close() {
        threads.shutdown();
        connections.forEach(MemberConnection::close);
    }
}
