package io.gatewaystore.etcd;

import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.etcd.internal.EtcdChannel;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Limits;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.spi.WatchSink;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The requests of a store as calls to etcd. */
final class EtcdBackend implements Backend {

    private final IoThreads threads;
    private final Transport transport;
    private final WriteOrder order;
    private final WatchStreams watches;

    EtcdBackend(IoThreads threads, Transport transport) {
        this.threads = threads;
        this.transport = transport;
        this.order = new WriteOrder(threads.timer());
        this.watches = new WatchStreams(transport);
    }

    @Override
    public CompletableFuture<Response.Range> range(Request.Range request, Deadline deadline) {
        Purpose purpose = new Purpose("read", request.range(), request.revision());
        return transport.call(Procedures.RANGE, Wire.range(request), purpose, deadline);
    }

    @Override
    public CompletableFuture<Response.Put> put(Request.Put request, Deadline deadline) {
        Purpose purpose = new Purpose("put", request.key());
        return order.submit(
                Footprint.of(request),
                purpose,
                deadline,
                () -> transport.call(Procedures.PUT, Wire.put(request), purpose, deadline));
    }

    @Override
    public CompletableFuture<Response.Delete> delete(Request.Delete request, Deadline deadline) {
        Purpose purpose = new Purpose("delete", request.range());
        return order.submit(
                Footprint.of(request),
                purpose,
                deadline,
                () -> transport.call(Procedures.DELETE, Wire.delete(request), purpose, deadline));
    }

    @Override
    public CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline) {
        Footprint footprint = Footprint.of(request);
        Purpose purpose = new Purpose("transaction on", footprint.subject());
        return order.submit(
                footprint,
                purpose,
                deadline,
                () -> transport.call(
                        footprint.isEmpty() ? Procedures.READ_ONLY_TXN : Procedures.TXN,
                        Wire.txn(request),
                        purpose,
                        deadline));
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
    public <T> Optional<T> unwrap(Class<T> type) {
        return type == EtcdChannel.class
                ? Optional.of(type.cast(new EtcdChannel(new MemberChannel(transport))))
                : Backend.super.unwrap(type);
    }

    @Override
    public void close() {
        order.close(transport.closedException(Outcome.NOT_APPLIED));
        transport.close();
        watches.close();
        transport.disconnect();
        threads.close();
    }
}
