package io.gatewaystore.etcd;

import io.etcd.jetcd.api.ResponseHeader;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.AuthenticationException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.watch.WatchState;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches that share a stream. However it ends, with an error, with success, without a word or in silence, they go on together on another one, at
 * another member if there is one, each at the revision after the last one it handed over.
 *
 * <p>All groups of a backend share one lock. It guards who is watched over which stream; nobody is called while it is held.
 */
final class WatchGroup {

    private static final Logger log = LoggerFactory.getLogger(WatchStreams.class);

    private static final long SHORTEST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 500;
    private static final Duration BEFORE_ASKING_AGAIN = Duration.ofSeconds(2);

    private final WatchStreams streams;
    private final Transport transport;
    private final Timing timing;
    private final ReentrantLock lock;
    // All below is guarded by the lock.
    private final Set<EtcdWatch> watches = new LinkedHashSet<>();
    private @Nullable WatchStream stream;
    private @Nullable Member last;
    private boolean connecting;
    private boolean closed;
    private int failures;
    private volatile @Nullable Instant staleSince;

    WatchGroup(WatchStreams streams, Transport transport, Timing timing, ReentrantLock lock) {
        this.streams = streams;
        this.transport = transport;
        this.timing = timing;
        this.lock = lock;
    }

    /** The state of a watch that no stream has accepted. */
    WatchState state() {
        Instant since = staleSince;
        return since == null ? WatchState.catchingUp() : WatchState.stale(since);
    }

    // --- who belongs to it --------------------------------------------------------------------------------------

    /** How many there are. For holders of the lock. */
    int size() {
        return watches.size();
    }

    /** Takes a watch, and tells whether somebody has to {@link #connect}. For holders of the lock. */
    boolean add(EtcdWatch watch) {
        watches.add(watch);
        watch.join(this);
        WatchStream current = stream;
        if (current != null) {
            current.add(watch);
        }
        boolean connect = current == null && !connecting;
        connecting |= connect;
        return connect;
    }

    /** Lets a watch go, and returns the stream if nobody needs it any more; it has to be closed. For holders of the lock. */
    @Nullable
    WatchStream remove(EtcdWatch watch) {
        watches.remove(watch);
        watch.join(null);
        watch.displace();
        WatchStream current = stream;
        if (current == null) {
            return null;
        }
        current.remove(watch);
        if (!watches.isEmpty()) {
            return null;
        }
        stream = null;
        return current;
    }

    /** Ends it for good, and returns the stream, which has to be closed. For holders of the lock. */
    @Nullable
    WatchStream end() {
        closed = true;
        WatchStream current = stream;
        stream = null;
        return current;
    }

    void requestProgress() {
        lock.lock();
        try {
            if (stream != null && stream.isProgressTrusted()) {
                stream.requestProgress();
            }
        } finally {
            lock.unlock();
        }
    }

    // --- connecting ---------------------------------------------------------------------------------------------

    void connect() {
        Connections via = transport.connections();
        via.tokens().token().whenComplete((token, failure) -> {
            if (failure == null) {
                open(via, token);
            } else if (failure instanceof AuthenticationException denied && via == transport.connections()) {
                failAll(denied);
            } else {
                retry();
            }
        });
    }

    /** If the connections are retired meanwhile the stream ends, now or later, and its watches go on over those that took their place. */
    private void open(Connections via, String token) {
        lock.lock();
        try {
            connecting = false;
            if (closed || watches.isEmpty()) {
                return;
            }
            WatchStream opened = new WatchStream(this, via, via.members().pickOtherThan(last), token, timing);
            stream = opened;
            opened.start();
            watches.forEach(opened::add);
        } finally {
            lock.unlock();
        }
    }

    private void failAll(StoreException cause) {
        List<EtcdWatch> all;
        lock.lock();
        try {
            connecting = false;
            all = new ArrayList<>(watches);
        } finally {
            lock.unlock();
        }
        all.forEach(watch -> watch.failed(cause));
    }

    private void retry() {
        long pause;
        lock.lock();
        try {
            long bound = Math.min(LONGEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << Math.min(failures, 10));
            failures++;
            pause = ThreadLocalRandom.current().nextLong(bound) + 1;
        } finally {
            lock.unlock();
        }
        timing.after(Duration.ofMillis(pause), this::connect);
    }

    // --- what the stream reports --------------------------------------------------------------------------------

    /** The history that a stream tells of, which answers for the first time. */
    CompletableFuture<History> prove(WatchStream from, ResponseHeader header) {
        return streams.prove(readable(), from.member(), header);
    }

    /** What the user may read for certain: what is watched. */
    private KeyRange readable() {
        lock.lock();
        try {
            return watches.isEmpty()
                    ? KeyRange.all()
                    : watches.iterator().next().range();
        } finally {
            lock.unlock();
        }
    }

    /** Something arrived: the stream works. */
    void heard(WatchStream from) {
        Instant since = null;
        int count = 0;
        lock.lock();
        try {
            if (stream == from) {
                failures = 0;
                last = null;
                since = staleSince;
                staleSince = null;
                count = watches.size();
            }
        } finally {
            lock.unlock();
        }
        if (since != null) {
            log.info("{} watches that were stale since {} go on at {}", count, since, from.member());
        }
    }

    /** The stream is over: its watches go on elsewhere. */
    void ended(WatchStream over, Status status) {
        if (lock.isHeldByCurrentThread()) {
            // A call over a connection that has failed ends while it starts.
            timing.after(Duration.ZERO, () -> ended(over, status));
            return;
        }
        boolean tokenRefused = StatusMapper.isTokenRefused(status);
        if (tokenRefused) {
            over.via().tokens().refused(over.token());
        }
        boolean planned = tokenRefused || over.isClosedHere() || over.via() != transport.connections();
        if (goOn(over, planned, StatusMapper.text(status))) {
            if (!planned && status.getCode() == Status.Code.UNAVAILABLE) {
                over.member().setAside();
            }
            retry();
        }
    }

    /** Nobody seems to be at the other end. A connection that may be half open is of no use to anybody else either. */
    void silent(WatchStream mute) {
        if (goOn(mute, false, "nothing came for " + mute.silence().toSeconds() + " s, not even an answer")) {
            mute.member().setAside();
            mute.member().streams().enterIdle();
            mute.close();
            retry();
        }
    }

    /** Nobody could say whether the history is still the same, or it is another; nothing was handed over. */
    void unproven(WatchStream from, @Nullable String why) {
        if (goOn(from, false, why)) {
            from.close();
            retry();
        }
    }

    /** Notes that the stream is lost to the watches; false if it was not theirs any more, or nobody needs another. What is planned is no news. */
    private boolean goOn(WatchStream over, boolean planned, @Nullable String reason) {
        int count;
        boolean news;
        Instant since = timing.now().minus(over.silence());
        lock.lock();
        try {
            if (stream != over) {
                return false;
            }
            stream = null;
            watches.forEach(EtcdWatch::displace);
            if (closed || watches.isEmpty()) {
                return false;
            }
            connecting = true;
            last = over.member();
            count = watches.size();
            news = !planned && staleSince == null;
            if (news) {
                staleSince = since;
            }
        } finally {
            lock.unlock();
        }
        if (news) {
            log.warn("{} watches are stale since {}, for {} is lost to them: {}", count, since, over.member(), reason);
        } else {
            log.debug("the watch stream to {} ended: {}", over.member(), reason);
        }
        return true;
    }

    /** etcd cancelled one watch of a stream that goes on; it is asked for again. */
    void refused(WatchStream from, EtcdWatch watch, Status reason) {
        if (StatusMapper.isTokenRefused(reason)) {
            // The whole stream carries the old token.
            from.via().tokens().refused(from.token());
            from.close();
        } else {
            refused(from.member(), watch, StatusMapper.text(reason));
            timing.after(BEFORE_ASKING_AGAIN, () -> addAgain(watch));
        }
    }

    private void refused(Member by, EtcdWatch watch, String reason) {
        if (watch.isFirstRefusal()) {
            String problem = watch.purpose() + " at " + by + ": etcd refuses it and is asked again every "
                    + BEFORE_ASKING_AGAIN.toSeconds() + " s: " + reason;
            log.warn(problem);
            transport.unserved(problem);
        } else {
            log.debug("etcd refuses a watch once more: {}", reason);
        }
    }

    /** Places a watch that etcd has cancelled on the stream of the moment, if there is one; else it is placed with the others. */
    void addAgain(EtcdWatch watch) {
        lock.lock();
        try {
            if (stream != null && watches.contains(watch)) {
                stream.add(watch);
            }
        } finally {
            lock.unlock();
        }
    }
}
