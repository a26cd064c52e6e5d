package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.Store;
import io.gatewaystore.etcd.internal.EtcdChannel;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A lease with a key on it, kept alive over the store's own connections, on a stream that is made anew when it breaks. */
final class KeptLease implements AutoCloseable {

    private static final String KEY = "leased";
    private static final Duration TTL = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Store store;
    private final Channel channel;
    private final long id;
    private final Entry entry;
    private final AtomicInteger renewals = new AtomicInteger();
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean broken;
    private StreamObserver<LeaseKeepAliveRequest> stream;

    KeptLease(Store store) {
        this.store = store;
        this.channel = store.unwrap(EtcdChannel.class).orElseThrow().channel();
        Backend backend = store.unwrap(Backend.class).orElseThrow();
        this.id = backend.grantLease(TTL, Deadline.after(PATIENCE)).join();
        backend.put(new Request.Put(Bytes.utf8(KEY), Bytes.utf8("kept"), id, false), Deadline.after(PATIENCE))
                .join();
        this.entry = store.get(KEY).orElseThrow();
        this.stream = open();
        ticks.scheduleWithFixedDelay(this::renew, 0, 500, TimeUnit.MILLISECONDS);
    }

    private StreamObserver<LeaseKeepAliveRequest> open() {
        broken = false;
        return LeaseGrpc.newStub(channel).leaseKeepAlive(new StreamObserver<>() {
            @Override
            public void onNext(LeaseKeepAliveResponse answer) {
                if (answer.getTTL() > 0) {
                    renewals.incrementAndGet();
                }
            }

            @Override
            public void onError(Throwable failure) {
                broken = true;
            }

            @Override
            public void onCompleted() {
                broken = true;
            }
        });
    }

    private void renew() {
        if (broken) {
            stream = open();
        }
        stream.onNext(LeaseKeepAliveRequest.newBuilder().setID(id).build());
    }

    int renewals() {
        return renewals.get();
    }

    /** The key is still the one that was put in the beginning. */
    void assertHeld() {
        assertThat(store.get(KEY)).contains(entry);
    }

    @Override
    public void close() {
        ticks.shutdownNow();
    }
}
