package io.gatewaystore.etcd;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.WatchCancelRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchProgressRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.gatewaystore.watch.Resync;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Status;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One stream to one member, with many watches on it. Lives until it ends, or until nobody seems to be at the other end any more; what happens to its
 * watches then is decided by their {@link WatchGroup}.
 *
 * <p>Messages are taken one at a time, the next one when the last has been handed over: what nobody has taken yet waits in the network. The first one is
 * not handed over before the group has made sure that the member tells of the same history as those before it.
 */
final class WatchStream extends ClientCall.Listener<WatchResponse> {

    /** A stream with it is ended by a member that is cut off from its cluster. */
    static final Metadata.Key<String> REQUIRE_LEADER = Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);

    private static final int RESPONSE_FRAGMENT = 7;

    /** etcd looks every 100 ms after watches that have to catch up. */
    private static final Duration SHORTEST_SETTLING = Duration.ofMillis(150);

    private static final Duration LONGEST_SETTLING = Duration.ofSeconds(2);

    private final WatchGroup group;
    private final Connections via;
    private final Member member;
    private final String token;
    private final Timing timing;
    private final ClientCall<WatchRequest, WatchResponse> call;

    // A call takes one message at a time, and ids belong to messages sent.
    private final ReentrantLock lock = new ReentrantLock();
    private final Liveness liveness;
    private final Placements placements = new Placements();
    private final ProgressRequests progressRequests;

    /** The highest revision its member has told of. */
    private long revision;

    private boolean settling;
    private boolean proving;
    private boolean over;

    /** What its messages are of; null until that is known. */
    private volatile @Nullable History history;

    /** Known when the history is. */
    private volatile boolean progressTrusted;

    private volatile boolean closedHere;

    WatchStream(WatchGroup group, Connections via, Member member, String token, Timing timing) {
        this.group = group;
        this.via = via;
        this.member = member;
        this.token = token;
        this.timing = timing;
        this.liveness = new Liveness(timing.nanoTime());
        this.progressRequests = new ProgressRequests(timing.nanoTime());
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
        timing.after(Liveness.IDLE, this::look);
    }

    /** Whether its member's reports of progress prove something, and it may be asked for them. */
    boolean isProgressTrusted() {
        return progressTrusted;
    }

    void add(EtcdWatch watch) {
        lock.lock();
        try {
            Placement placement = placements.add(watch);
            if (placement != null) {
                send(watch.create(placement));
            }
        } finally {
            lock.unlock();
        }
    }

    void remove(EtcdWatch watch) {
        lock.lock();
        try {
            Placement placement = placements.remove(watch);
            if (placement != null) {
                send(WatchRequest.newBuilder()
                        .setCancelRequest(WatchCancelRequest.newBuilder().setWatchId(placement.id()))
                        .build());
            }
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

    // --- progress -----------------------------------------------------------------------------------------------

    /** Asks how far all watches have got, unless that was just asked. */
    void requestProgress() {
        lock.lock();
        try {
            if (progressRequests.mayMake(timing.nanoTime())) {
                sendProgressRequest();
            }
        } finally {
            lock.unlock();
        }
    }

    private void sendProgressRequest() {
        progressRequests.made(timing.nanoTime());
        send(WatchRequest.newBuilder()
                .setProgressRequest(WatchProgressRequest.getDefaultInstance())
                .build());
    }

    private List<Placement> meantBy(long reported) {
        lock.lock();
        try {
            return placements.meantBy(reported, progressRequests.answered());
        } finally {
            lock.unlock();
        }
    }

    private void progress(long reported) {
        meantBy(reported).forEach(placement -> {
            placement.progress(reported);
        });
        lock.lock();
        try {
            // The answer may have been to an earlier request than the last; now nothing seems to keep etcd from
            // answering.
            if (settling && placements.isAnyBehind()) {
                sendProgressRequest();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Asks for progress until all watches have caught up: one whose range does not change says nothing by itself. */
    private void settle(Duration pause) {
        lock.lock();
        try {
            settling = !over && placements.isAnyBehind();
            if (!settling) {
                return;
            }
            sendProgressRequest();
        } finally {
            lock.unlock();
        }
        Duration longer = pause.multipliedBy(2);
        Duration next = longer.compareTo(LONGEST_SETTLING) < 0 ? longer : LONGEST_SETTLING;
        timing.after(next, () -> settle(next));
    }

    private void settleSoon() {
        lock.lock();
        try {
            if (settling) {
                return;
            }
            settling = true;
        } finally {
            lock.unlock();
        }
        timing.after(SHORTEST_SETTLING, () -> settle(SHORTEST_SETTLING));
    }

    // --- life ---------------------------------------------------------------------------------------------------

    /** How long nothing has come on the stream. */
    Duration silence() {
        lock.lock();
        try {
            return liveness.silence(timing.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    private void look() {
        Liveness.Step step;
        Duration pause;
        lock.lock();
        try {
            if (over) {
                return;
            }
            long now = timing.nanoTime();
            if (proving) {
                // Nothing is read from it meanwhile.
                liveness.heard(now);
            }
            step = liveness.step(now);
            pause = liveness.untilNext(now);
            askNowAndThen(now);
        } finally {
            lock.unlock();
        }
        if (step == Liveness.Step.GIVE_UP) {
            group.silent(this);
            return;
        }
        if (step == Liveness.Step.ASK) {
            askForLife();
        }
        timing.after(pause, this::look);
    }

    /** On a stream that is never idle a watch may be whose range is: history must not be compacted past the revision it would go on at. */
    private void askNowAndThen(long now) {
        if (progressTrusted && !placements.isEmpty() && progressRequests.isDue(now)) {
            sendProgressRequest();
        }
    }

    /**
     * A request for progress shows that the watches are served. It is not answered while one of them catches up or starts in the future; then
     * anything that the member answers on the same connection has to do.
     */
    private void askForLife() {
        boolean progress;
        lock.lock();
        try {
            progress = progressTrusted && !placements.isEmpty() && placements.areAllSettled(revision);
            if (progress) {
                sendProgressRequest();
            }
        } finally {
            lock.unlock();
        }
        if (!progress) {
            probe();
        }
    }

    private void probe() {
        ClientCall<RangeRequest, RangeResponse> probe = member.streams()
                .newCall(
                        KVGrpc.getRangeMethod(),
                        CallOptions.DEFAULT.withDeadlineAfter(Liveness.ANSWER.toMillis(), TimeUnit.MILLISECONDS));
        probe.start(new ProbeListener(probe), Tokens.headers(token));
        probe.request(1);
        probe.sendMessage(Wire.ownRevision());
        probe.halfClose();
    }

    /** Whatever a member answers, refusals included, is a sign of life, if it came over the connection in question. */
    private final class ProbeListener extends ClientCall.Listener<RangeResponse> {

        private final ClientCall<RangeRequest, RangeResponse> probe;

        ProbeListener(ClientCall<RangeRequest, RangeResponse> probe) {
            this.probe = probe;
        }

        @Override
        public void onMessage(RangeResponse answer) {
            learn(answer.getHeader());
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            boolean answered = switch (StatusMapper.meant(status).getCode()) {
                case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> false;
                default -> true;
            };
            SocketAddress here = call.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
            SocketAddress there = probe.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
            if (answered && here != null && here.equals(there)) {
                heard();
            }
        }
    }

    private void heard() {
        lock.lock();
        try {
            liveness.heard(timing.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    private void learn(ResponseHeader header) {
        lock.lock();
        try {
            revision = Math.max(revision, header.getRevision());
        } finally {
            lock.unlock();
        }
    }

    // --- what comes ---------------------------------------------------------------------------------------------

    @Override
    public void onMessage(WatchResponse response) {
        heard();
        if (!via.heard(member, response.getHeader())) {
            group.unproven(this, "it is of another etcd cluster");
            return;
        }
        History proven = history;
        if (proven == null) {
            prove(response);
        } else {
            take(proven, response);
        }
    }

    private void prove(WatchResponse first) {
        setProving(true);
        CompletableFuture<History> proof = group.prove(this, first.getHeader());
        CompletableFuture<Boolean> progressInOrder = ProgressOrder.ask(member.streams(), token);
        proof.thenCombine(progressInOrder, this::trust).whenComplete((proven, failure) -> {
            setProving(false);
            if (failure == null) {
                history = proven;
                take(proven, first);
            } else {
                group.unproven(this, failure.getMessage());
            }
        });
    }

    private History trust(History proven, boolean progressInOrder) {
        progressTrusted = progressInOrder;
        return proven;
    }

    private void setProving(boolean now) {
        lock.lock();
        try {
            proving = now;
            liveness.heard(timing.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    private void take(History proven, WatchResponse response) {
        ResponseHeader header = response.getHeader();
        learn(header);
        proven.heard(header);
        group.heard(this);
        if (Placements.isAboutAll(response)) {
            progress(header.getRevision());
        } else {
            Placement placement = find(response);
            // Otherwise it was closed while this was on its way.
            if (placement != null) {
                take(proven, placement, response);
            }
        }
        call.request(1);
    }

    private void take(History proven, Placement placement, WatchResponse response) {
        long at = response.getHeader().getRevision();
        if (response.getCanceled()) {
            forget(placement);
            cancelled(placement.watch(), response);
        } else if (response.getCreated() && !placement.watch().isOf(proven)) {
            // It was paused, or a range was read for it, while others learned that history is another.
            forget(placement);
            placement.watch().historyLost(Resync.Reason.HISTORY_REWOUND);
        } else if (response.getCreated()) {
            created(placement, at);
        } else if (response.getEventsCount() == 0) {
            placement.progress(at);
        } else {
            List<Event> events = response.getEventsList();
            placement.events(events, isFragment(response));
            proven.told(events.get(events.size() - 1));
        }
    }

    private void created(Placement placement, long at) {
        long count;
        lock.lock();
        try {
            count = progressRequests.accepted();
        } finally {
            lock.unlock();
        }
        placement.created(at, count);
        if (!progressTrusted) {
            placement.assumeCaughtUp();
        }
        if (!placement.isCaughtUp()) {
            settleSoon();
        }
    }

    private void cancelled(EtcdWatch watch, WatchResponse response) {
        Status reason = Status.UNKNOWN.withDescription(response.getCancelReason());
        if (response.getCompactRevision() > 0 && watch.goesOnAfter(response.getCompactRevision())) {
            group.addAgain(watch);
        } else if (response.getCompactRevision() > 0) {
            watch.historyLost(Resync.Reason.COMPACTED);
        } else if (StatusMapper.says(reason, "permission denied")) {
            Status denied = Status.PERMISSION_DENIED.withDescription(response.getCancelReason());
            watch.failed(StatusMapper.map(denied, watch.purpose(), member.toString(), false));
        } else {
            group.refused(this, watch, reason);
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
        group.ended(this, StatusMapper.meant(status));
    }

    private @Nullable Placement find(WatchResponse response) {
        lock.lock();
        try {
            return placements.find(response);
        } finally {
            lock.unlock();
        }
    }

    private void forget(Placement placement) {
        lock.lock();
        try {
            placements.remove(placement.watch());
        } finally {
            lock.unlock();
        }
        placement.watch().leave(placement);
    }
}
