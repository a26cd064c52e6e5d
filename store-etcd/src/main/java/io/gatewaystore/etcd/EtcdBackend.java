package io.gatewaystore.etcd;

import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
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
    private final Coalescer reads;
    private final Coalescer writes;

    EtcdBackend(IoThreads threads, Transport transport) {
        this(threads, transport, Timing.real(threads.timer(), Clock.systemUTC()));
    }

    EtcdBackend(IoThreads threads, Transport transport, Timing timing) {
        this.threads = threads;
        this.transport = transport;
        this.watches = new WatchStreams(transport, timing);
        this.keepAlives = new KeepAlives(transport, timing);
        this.reads = new Coalescer(transport, timing, Procedures.READS_TOGETHER);
        this.writes = new Coalescer(transport, timing, Procedures.TXN);
    }

    @Override
    public CompletableFuture<Response.Range> range(Request.Range request, Deadline deadline) {
        Purpose purpose = Purpose.of(request);
        if (request.revision() != 0) {
            return ask(request, purpose, deadline);
        }
        if (request.serializable()) {
            return new MonotonicRead(transport, asked -> ask(asked, purpose, deadline)).read(request);
        }
        Optional<Bytes> key = coalesced(request.range());
        return key.isPresent()
                ? reads.submit(new SingleKeyCall<>(
                        request, key.get(), purpose, deadline, () -> ask(request, purpose, deadline)))
                : ask(request, purpose, deadline);
    }

    private CompletableFuture<Response.Range> ask(Request.Range request, Purpose purpose, Deadline deadline) {
        if (request.limit() > 1) {
            return new PageCall(transport, deadline).ask(request);
        }
        return transport.call(Procedures.RANGE, Wire.range(request), purpose, deadline);
    }

    /** The key of what may travel together with others. */
    private Optional<Bytes> coalesced(KeyRange range) {
        return transport.connections().areCoalescing() ? range.singleKey() : Optional.empty();
    }

    @Override
    public CompletableFuture<Response.Put> put(Request.Put request, Deadline deadline) {
        Purpose purpose = Purpose.of(request);
        return transport.connections().areCoalescing() && !request.keepLease()
                ? writes.submit(new SingleKeyCall<>(
                        request, request.key(), purpose, deadline, () -> plainPut(request, purpose, deadline)))
                : plainPut(request, purpose, deadline);
    }

    private CompletableFuture<Response.Put> plainPut(Request.Put request, Purpose purpose, Deadline deadline) {
        return transport.call(Procedures.PUT, Wire.put(request), purpose, deadline);
    }

    @Override
    public CompletableFuture<Response.Delete> delete(Request.Delete request, Deadline deadline) {
        Optional<Bytes> key = coalesced(request.range());
        Purpose purpose = Purpose.of(request);
        return key.isPresent()
                ? writes.submit(new SingleKeyCall<>(
                        request, key.get(), purpose, deadline, () -> plainDelete(request, purpose, deadline)))
                : plainDelete(request, purpose, deadline);
    }

    private CompletableFuture<Response.Delete> plainDelete(Request.Delete request, Purpose purpose, Deadline deadline) {
        return transport.call(Procedures.DELETE, Wire.delete(request), purpose, deadline);
    }

    @Override
    public CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline) {
        Optional<Bytes> key = request.ownRevision() ? Optional.empty() : coalesced(writtenBy(request));
        Purpose purpose = Purpose.of(request);
        return key.isPresent()
                ? writes.submit(new SingleKeyCall<>(
                        request, key.get(), purpose, deadline, () -> plainTxn(request, purpose, deadline)))
                : plainTxn(request, purpose, deadline);
    }

    /** The range that a transaction of one condition and one write is about. */
    private static KeyRange writtenBy(Request.Txn request) {
        return request.compares().size() == 1
                        && request.then().size() == 1
                        && request.otherwise().size() <= 1
                ? request.compares().get(0).range()
                : KeyRange.all();
    }

    private CompletableFuture<Response.Txn> plainTxn(Request.Txn request, Purpose purpose, Deadline deadline) {
        if (GuardedTxn.isGuarded(request)) {
            return new GuardedTxn(transport, request, purpose, deadline).send();
        }
        if (request.then().isEmpty() && request.otherwise().isEmpty()) {
            return transport.call(Procedures.CHECK, Wire.check(request), purpose, deadline);
        }
        return transport.call(
                Purpose.firstWritten(request).isPresent() ? Procedures.TXN : Procedures.READ_ONLY_TXN,
                Wire.txn(request),
                purpose,
                deadline);
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
    public Object history() {
        return watches.history();
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
        reads.close();
        writes.close();
        watches.close();
        keepAlives.close();
        transport.disconnect();
        threads.close();
    }
}
