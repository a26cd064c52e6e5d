package io.gatewaystore.etcd;

import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.gatewaystore.error.LeaseNotFoundException;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One stream of renewals to one member. etcd answers in the order it was asked, and an answer belongs to the question in its place: one to an earlier
 * renewal of the same lease says nothing about a later one.
 */
final class KeepAliveStream extends ClientCall.Listener<LeaseKeepAliveResponse> {

    private final KeepAlives keepAlives;
    private final ReentrantLock lock;
    private final Connections via;
    private final Member member;
    private final String token;
    private final ClientCall<LeaseKeepAliveRequest, LeaseKeepAliveResponse> call;
    // Guarded by the lock, which is that of the keep-alives.
    private final ArrayDeque<KeepAlives.Renewal> asked = new ArrayDeque<>();
    private boolean over;
    private final AtomicInteger answers = new AtomicInteger();

    KeepAliveStream(KeepAlives keepAlives, ReentrantLock lock, Connections via, Member member, String token) {
        this.keepAlives = keepAlives;
        this.lock = lock;
        this.via = via;
        this.member = member;
        this.token = token;
        this.call = member.streams().newCall(LeaseGrpc.getLeaseKeepAliveMethod(), CallOptions.DEFAULT);
    }

    Connections via() {
        return via;
    }

    Member member() {
        return member;
    }

    String token() {
        return token;
    }

    /** How many answers have come so far. */
    int answers() {
        return answers.get();
    }

    void start() {
        Metadata headers = Tokens.headers(token);
        headers.put(WatchStream.REQUIRE_LEADER, "true");
        call.start(this, headers);
        call.request(1);
    }

    /** Asks for a renewal. For holders of the lock. */
    void send(KeepAlives.Renewal renewal) {
        if (!over) {
            asked.add(renewal);
            call.sendMessage(
                    LeaseKeepAliveRequest.newBuilder().setID(renewal.lease()).build());
        }
    }

    @Override
    public void onMessage(LeaseKeepAliveResponse answer) {
        answers.incrementAndGet();
        member.heard();
        if (!via.heard(member, answer.getHeader())) {
            call.cancel("another cluster answers", null);
            return;
        }
        keepAlives.heard(this);
        KeepAlives.Renewal renewal = next();
        if (renewal == null || renewal.lease() != answer.getID()) {
            call.cancel("an answer to a renewal that was not asked for", null);
            return;
        }
        if (answer.getTTL() > 0) {
            renewal.complete(Duration.ofSeconds(answer.getTTL()));
        } else {
            renewal.completeExceptionally(new LeaseNotFoundException(
                    renewal.purpose() + " at " + member + ": it does not exist, or expired", null));
        }
        call.request(1);
    }

    private KeepAlives.@Nullable Renewal next() {
        lock.lock();
        try {
            return asked.poll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        finish();
        keepAlives.ended(this, StatusMapper.meant(status));
    }

    void close() {
        finish();
        call.cancel("no longer needed", null);
    }

    private void finish() {
        lock.lock();
        try {
            over = true;
        } finally {
            lock.unlock();
        }
    }
}
