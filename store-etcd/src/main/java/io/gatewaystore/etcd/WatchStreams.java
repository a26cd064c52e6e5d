package io.gatewaystore.etcd;

import io.gatewaystore.error.AuthenticationException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.watch.Resync;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All watches of a backend, on one stream at a time. However a stream ends, with an error, with success, or without a word, its watches go on at
 * another member, each at the revision after the last one it handed over.
 *
 * <p>The lock guards who is watched and over which stream; nobody is called while it is held.
 */
final class WatchStreams {

    private static final Logger log = LoggerFactory.getLogger(WatchStreams.class);

    private static final long SHORTEST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final Duration HISTORY_CHECK = Duration.ofSeconds(5);

    private final Transport transport;
    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by the lock.
    private final Set<EtcdWatch> watches = new LinkedHashSet<>();
    private @Nullable WatchStream stream;
    private boolean connecting;
    private boolean closed;
    private int failures;
    private long clusterId;

    WatchStreams(Transport transport) {
        this.transport = transport;
    }

    BackendWatch watch(Request.Watch request, WatchSink sink) {
        EtcdWatch watch = new EtcdWatch(this, request, sink);
        if (!add(watch)) {
            watch.failed(transport.closedException(Outcome.NOT_APPLIED));
        }
        return watch;
    }

    private boolean add(EtcdWatch watch) {
        boolean connect;
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            watches.add(watch);
            WatchStream current = stream;
            if (current != null) {
                current.add(watch);
            }
            connect = current == null && !connecting;
            connecting |= connect;
        } finally {
            lock.unlock();
        }
        if (connect) {
            connect();
        }
        return true;
    }

    void remove(EtcdWatch watch) {
        WatchStream idle = null;
        lock.lock();
        try {
            watches.remove(watch);
            WatchStream current = stream;
            if (current != null) {
                current.remove(watch);
                if (watches.isEmpty()) {
                    idle = current;
                    stream = null;
                    clusterId = 0;
                }
            }
        } finally {
            lock.unlock();
        }
        if (idle != null) {
            idle.close();
        }
    }

    void requestProgress() {
        lock.lock();
        try {
            if (stream != null && stream.via().isProgressTrusted()) {
                stream.requestProgress();
            }
        } finally {
            lock.unlock();
        }
    }

    // --- connecting ---------------------------------------------------------------------------------------------

    private void connect() {
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
        WatchStream opened = new WatchStream(this, via, token);
        lock.lock();
        try {
            connecting = false;
            if (closed || watches.isEmpty()) {
                return;
            }
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
        schedule(this::connect, pause);
    }

    private void schedule(Runnable task, long millis) {
        try {
            transport.timer().schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException alreadyClosed) {
            log.trace("the backend was closed while a watch waited to be resumed");
        }
    }

    // --- what streams report ------------------------------------------------------------------------------------

    /** Something arrived on a stream: it works, and it tells which cluster is at the other end. */
    void heard(WatchStream from, long cluster) {
        boolean changed;
        lock.lock();
        try {
            failures = 0;
            changed = stream == from && clusterId != 0 && cluster != 0 && clusterId != cluster;
            if (cluster != 0) {
                clusterId = cluster;
            }
        } finally {
            lock.unlock();
        }
        if (changed) {
            log.warn("another etcd cluster answers at {} than before; watches are synchronized anew", from.member());
            current().forEach(watch -> watch.historyLost(Resync.Reason.CLUSTER_CHANGED));
        }
    }

    /** The stream is over: its watches go on elsewhere. */
    void ended(WatchStream over, Status status) {
        boolean tokenRefused = StatusMapper.isTokenRefused(status);
        if (tokenRefused) {
            over.via().tokens().refused(over.token());
        }
        lock.lock();
        try {
            if (stream != over) {
                return;
            }
            stream = null;
            if (closed || watches.isEmpty()) {
                return;
            }
            connecting = true;
        } finally {
            lock.unlock();
        }
        if (!status.isOk() && !tokenRefused && !over.isClosedHere()) {
            over.member().setAside();
        }
        log.debug("the watch stream to {} ended ({}); its watches resume", over.member(), StatusMapper.text(status));
        retry();
    }

    /** etcd cancelled one watch of a stream that goes on; it is asked for again. */
    void refused(WatchStream from, EtcdWatch watch, Status reason) {
        if (StatusMapper.isTokenRefused(reason)) {
            // The whole stream carries the old token.
            from.via().tokens().refused(from.token());
            from.close();
        } else {
            log.debug("etcd cancelled a watch ({}); it resumes", StatusMapper.text(reason));
            schedule(() -> addAgain(watch), LONGEST_PAUSE_MILLIS);
        }
    }

    private void addAgain(EtcdWatch watch) {
        lock.lock();
        try {
            if (stream != null && watches.contains(watch)) {
                stream.add(watch);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * A member knows less than a watch was shown before. It may just be behind; only if a linearizable read says so too was the store wiped or
     * restored.
     */
    void checkHistory(EtcdWatch watch) {
        long seen = watch.seen();
        transport
                .call(Procedures.RANGE, Wire.revisionOnly(), watch.purpose(), Deadline.after(HISTORY_CHECK))
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        schedule(() -> checkAgain(watch), SHORTEST_PAUSE_MILLIS);
                    } else if (answer.revision() < seen) {
                        watch.historyLost(Resync.Reason.HISTORY_REWOUND);
                    }
                });
    }

    private void checkAgain(EtcdWatch watch) {
        if (!watch.isEnded()) {
            checkHistory(watch);
        }
    }

    private List<EtcdWatch> current() {
        lock.lock();
        try {
            return new ArrayList<>(watches);
        } finally {
            lock.unlock();
        }
    }

    void close() {
        WatchStream last;
        lock.lock();
        try {
            closed = true;
            last = stream;
            stream = null;
        } finally {
            lock.unlock();
        }
        current().forEach(watch -> watch.failed(transport.closedException(Outcome.NOT_APPLIED)));
        if (last != null) {
            last.close();
        }
    }
}
