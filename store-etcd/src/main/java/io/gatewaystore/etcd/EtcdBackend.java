package io.gatewaystore.etcd;

import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.gatewaystore.Bytes;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.etcd.internal.EtcdChannel;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Limits;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.status.StoreStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The requests of a store as calls to etcd. */
final class EtcdBackend implements Backend {

    private final IoThreads threads;
    private final Transport transport;
    private final WatchStreams watches;
    private final KeepAlives keepAlives;

    EtcdBackend(IoThreads threads, Transport transport) {
        this(threads, transport, Timing.real(threads.timer(), Clock.systemUTC()));
    }

    EtcdBackend(IoThreads threads, Transport transport, Timing timing) {
        this.threads = threads;
        this.transport = transport;
        this.watches = new WatchStreams(transport, timing);
        this.keepAlives = new KeepAlives(transport, timing);
    }

    @Override
    public CompletableFuture<Response.Range> range(Request.Range request, Deadline deadline) {
        return request.serializable() && request.revision() == 0
                ? new MonotonicRead(transport, asked -> ask(asked, deadline)).read(request)
                : ask(request, deadline);
    }

    private CompletableFuture<Response.Range> ask(Request.Range request, Deadline deadline) {
        if (request.limit() > 1) {
            return new PageCall(transport, deadline).ask(request);
        }
        Purpose purpose = new Purpose("read", request.range(), request.revision());
        return transport.call(Procedures.RANGE, Wire.range(request), purpose, deadline);
    }

    @Override
    public CompletableFuture<Response.Put> put(Request.Put request, Deadline deadline) {
        return transport.call(Procedures.PUT, Wire.put(request), new Purpose("put", request.key()), deadline);
    }

    @Override
    public CompletableFuture<Response.Delete> delete(Request.Delete request, Deadline deadline) {
        return transport.call(
                Procedures.DELETE, Wire.delete(request), new Purpose("delete", request.range()), deadline);
    }

    @Override
    public CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline) {
        Optional<Object> written = Purpose.firstWritten(request);
        Purpose purpose = new Purpose("transaction on", written.orElse(""));
        if (GuardedTxn.isGuarded(request)) {
            return new GuardedTxn(transport, request, purpose, deadline).send();
        }
        return transport.call(
                written.isPresent() ? Procedures.TXN : Procedures.READ_ONLY_TXN, Wire.txn(request), purpose, deadline);
    }

    @Override
    public CompletableFuture<Long> grantLease(Duration ttl, Deadline deadline) {
        LeaseGrantRequest request =
                LeaseGrantRequest.newBuilder().setTTL(ttl.toSeconds()).build();
        return transport.call(Procedures.GRANT, request, new Purpose("grant a lease of", ttl), deadline);
    }

    @Override
    public CompletableFuture<Long> revokeLease(long lease, Deadline deadline) {
        LeaseRevokeRequest request =
                LeaseRevokeRequest.newBuilder().setID(lease).build();
        Purpose purpose = new Purpose("revoke lease", Long.toHexString(lease));
        return transport.call(Procedures.REVOKE, request, purpose, deadline);
    }

    @Override
    public CompletableFuture<Duration> renewLease(long lease, Deadline deadline) {
        return keepAlives.renew(lease, deadline);
    }

    @Override
    public CompletableFuture<List<Bytes>> leaseKeys(long lease, Deadline deadline) {
        return new LeaseKeysCall().ask(transport, lease, deadline);
    }

    @Override
    public BackendWatch watch(Request.Watch request, WatchSink sink) {
        return watches.watch(request, sink);
    }

    @Override
    public void reconfigure(StoreConfig config) {
        Opening.reconfigure(config, transport);
    }

    /** What calls travel over at the moment. */
    Connections connections() {
        return transport.connections();
    }

    @Override
    public Limits limits() {
        return Limits.etcdDefaults();
    }

    @Override
    public void describe(StoreStatus.Builder status) {
        status.backend("etcd");
        transport.describe(status);
    }

    @Override
    public void onStateChange(Runnable changed) {
        transport.onHealthChange(changed);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type == EtcdChannel.class
                ? Optional.of(type.cast(new EtcdChannel(new MemberChannel(transport))))
                : Backend.super.unwrap(type);
    }

    @Override
    public void close() {
        transport.close();
        watches.close();
        keepAlives.close();
        transport.disconnect();
        threads.close();
    }
}
