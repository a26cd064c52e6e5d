package io.gatewaystore.etcd;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.WatchCancelRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchProgressRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.gatewaystore.watch.Resync;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One stream to one member, with many watches on it. Lives until it ends; what happens to its watches then is decided by
 * {@link WatchStreams}.
 */
final class WatchStream extends ClientCall.Listener<WatchResponse> {

    private static final Metadata.Key<String> REQUIRE_LEADER =
            Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);

    /**
     * What etcd puts in place of an id when it answers a request for progress, which is about all watches of a stream, and when it refuses
     * a watch, which is then the oldest it has not answered for.
     */
    private static final long NO_ID = -1;

    private static final int RESPONSE_FRAGMENT = 7;
    private static final long PROGRESS_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final WatchStreams streams;
    private final Connections via;
    private final Member member;
    private final String token;
    private final ClientCall<WatchRequest, WatchResponse> call;

    // A call takes one message at a time, and ids belong to messages sent.
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, EtcdWatch> byId = new HashMap<>();
    private final Map<EtcdWatch, Long> ids = new HashMap<>();
    private final ArrayDeque<Long> unanswered = new ArrayDeque<>();
    private @Nullable List<EtcdWatch> asked;
    private long askedAt;
    private long lastId;
    private boolean over;
    private volatile boolean closedHere;

    WatchStream(WatchStreams streams, Connections via, String token) {
        this.streams = streams;
        this.via = via;
        this.member = via.members().pick();
        this.token = token;
        this.call = member.streams().newCall(WatchGrpc.getWatchMethod(), CallOptions.DEFAULT);
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

    void start() {
        Metadata headers = Tokens.headers(token);
        // Without it a member cut off from its cluster keeps the stream open and silent.
        headers.put(REQUIRE_LEADER, "true");
        call.start(this, headers);
        call.request(1);
    }

    void add(EtcdWatch watch) {
        lock.lock();
        try {
            if (ids.containsKey(watch)) {
                return;
            }
            long id = ++lastId;
            byId.put(id, watch);
            ids.put(watch, id);
            unanswered.add(id);
            send(watch.create(id));
        } finally {
            lock.unlock();
        }
    }

    void remove(EtcdWatch watch) {
        lock.lock();
        try {
            Long id = ids.remove(watch);
            if (id != null) {
                byId.remove(id);
                send(WatchRequest.newBuilder()
                        .setCancelRequest(WatchCancelRequest.newBuilder().setWatchId(id))
                        .build());
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks how far all watches have got. The answer counts only for those that etcd had accepted when it was asked for: creations and
     * progress travel on different ways inside etcd, so a watch accepted meanwhile may still have all of its history before it. One request at a
     * time; etcd does not answer while a watch catches up, so it is repeated after a while.
     */
    void requestProgress() {
        lock.lock();
        try {
            if (asked != null && System.nanoTime() - askedAt < PROGRESS_PATIENCE_NANOS) {
                return;
            }
            askedAt = System.nanoTime();
            asked = ids.keySet().stream().filter(EtcdWatch::isAccepted).toList();
            send(WatchRequest.newBuilder()
                    .setProgressRequest(WatchProgressRequest.getDefaultInstance())
                    .build());
        } finally {
            lock.unlock();
        }
    }

    void close() {
        closedHere = true;
        finish();
        call.cancel("no longer needed", null);
    }

    /** Whether this side ended the stream, which says nothing against the member. */
    boolean isClosedHere() {
        return closedHere;
    }

    /** A call that has ended takes no more messages, not even to ignore them. */
    private void send(WatchRequest request) {
        if (!over) {
            call.sendMessage(request);
        }
    }

    private void finish() {
        lock.lock();
        try {
            over = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onMessage(WatchResponse response) {
        ResponseHeader header = response.getHeader();
        via.heard(header);
        streams.heard(this, header.getClusterId());
        if (response.getWatchId() == NO_ID && !response.getCreated() && !response.getCanceled()) {
            takeAsked().forEach(watch -> watch.progress(header.getRevision()));
        } else {
            EtcdWatch watch = find(response);
            // Otherwise it was closed while this was on its way.
            if (watch != null) {
                receive(watch, response);
            }
        }
        call.request(1);
    }

    private void receive(EtcdWatch watch, WatchResponse response) {
        long revision = response.getHeader().getRevision();
        if (response.getCanceled()) {
            forget(watch);
            cancelled(watch, response);
        } else if (response.getCreated()) {
            if (!watch.created(revision)) {
                streams.checkHistory(watch);
            }
        } else if (response.getEventsCount() == 0) {
            watch.progress(revision);
        } else {
            watch.events(response.getEventsList(), isFragment(response));
        }
    }

    private void cancelled(EtcdWatch watch, WatchResponse response) {
        Status reason = Status.UNKNOWN.withDescription(response.getCancelReason());
        if (response.getCompactRevision() > 0) {
            watch.historyLost(Resync.Reason.COMPACTED);
        } else if (StatusMapper.says(reason, "permission denied")) {
            Status denied = Status.PERMISSION_DENIED.withDescription(response.getCancelReason());
            watch.failed(StatusMapper.map(denied, watch.purpose(), member.toString(), false));
        } else {
            streams.refused(this, watch, reason);
        }
    }

    private static boolean isFragment(WatchResponse response) {
        UnknownFieldSet fields = response.getUnknownFields();
        return fields.hasField(RESPONSE_FRAGMENT)
                && fields.getField(RESPONSE_FRAGMENT).getVarintList().contains(1L);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        finish();
        streams.ended(this, status);
    }

    /** The watches that the answer to the last request is about, if they are still here. */
    private List<EtcdWatch> takeAsked() {
        lock.lock();
        try {
            List<EtcdWatch> about = asked == null ? List.of() : asked;
            asked = null;
            return about.stream().filter(ids::containsKey).toList();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable EtcdWatch find(WatchResponse response) {
        lock.lock();
        try {
            long id = response.getWatchId();
            if (response.getCreated()) {
                // etcd answers for watches in the order in which they were asked for.
                Long oldest = id == NO_ID ? unanswered.poll() : null;
                id = oldest == null ? id : oldest;
                unanswered.remove(id);
            }
            return byId.get(id);
        } finally {
            lock.unlock();
        }
    }

    private void forget(EtcdWatch watch) {
        lock.lock();
        try {
            Long id = ids.remove(watch);
            if (id != null) {
                byId.remove(id);
            }
        } finally {
            lock.unlock();
        }
    }
}
