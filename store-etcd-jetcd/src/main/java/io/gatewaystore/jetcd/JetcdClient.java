package io.gatewaystore.jetcd;

import io.etcd.jetcd.Client;
import io.gatewaystore.Store;
import io.gatewaystore.etcd.internal.EtcdChannel;
import io.grpc.Channel;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes jetcd clients of stores on etcd, for what the {@link Store} does not offer: users and roles, maintenance, members, etcd's own locks and
 * elections.
 *
 * <pre>{@code
 * try (Client jetcd = JetcdClient.of(store)) {
 *     jetcd.getClusterClient().listMember().get(5, TimeUnit.SECONDS).getMembers();
 * }
 * }</pre>
 *
 * <p>Calls travel over the store's connections, secured as they are, to the member that the store finds well, and carry the token of the
 * store's user. jetcd opens no connection of its own.
 *
 * <p><strong>Keys.</strong> The client knows nothing of {@linkplain Store#namespace namespaces}, not even of the configured one: it sees keys as
 * they are stored. What it writes the store sees like a write of any other client.
 *
 * <p><strong>Failure</strong> is jetcd's: its exceptions, its retries, no deadline unless the caller waits with one. Only where its own client
 * waits for a connection without end, this one reports {@code UNAVAILABLE} with the cause. jetcd repeats reads then; a write it leaves to
 * the caller, like any write that may have been applied.
 *
 * <p><strong>Threads.</strong> Futures complete and listeners are called on the client's own daemon threads, where the store may be used.
 *
 * <p><strong>One member.</strong> {@code statusMember}, {@code hashKV} and {@code defragmentMember} go to the endpoint they name, as
 * {@code http://host:port}, if it is one of those the store is configured with; otherwise they throw.
 *
 * <p><strong>Life.</strong> Closing the client ends its calls and leaves the store open. Closing the store ends the client's calls with
 * {@code CANCELLED}, and later ones; the client must still be closed, for its timers.
 *
 * <p>Thread-safe.
 */
public final class JetcdClient {

    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private JetcdClient() {}

    /**
     * Makes a client.
     *
     * @param store an open store on etcd, or a view of it
     * @return a client, to be closed by the caller; several may be made of one store
     * @throws IllegalArgumentException if the store is not on etcd
     */
    public static Client of(Store store) {
        Channel channel = Objects.requireNonNull(store, "store")
                .unwrap(EtcdChannel.class)
                .map(EtcdChannel::channel)
                .orElseThrow(() -> new IllegalArgumentException(
                        "store: its backend is not etcd (expected: a store opened with GATEWAY_STORE_BACKEND=etcd)"));
        ExecutorService callbacks = callbacks();
        StoreCalls calls = new StoreCalls(channel, callbacks);
        Client jetcd = Client.builder()
                .target("dns:///" + StoreCalls.NOWHERE)
                .interceptors(List.of(calls))
                .executorService(callbacks)
                // To wait for one member would be to ignore the others.
                .waitForReady(false)
                .build();
        return new StoreClient(jetcd, calls);
    }

    /** Never shut down: its threads leave when there is nothing to do, and the last callbacks come after the client's end. */
    private static ExecutorService callbacks() {
        String name = "gateway-store-jetcd-" + CLIENTS.incrementAndGet() + "-";
        AtomicInteger count = new AtomicInteger();
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, name + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons);
    }
}
