package io.gatewaystore.testkit.etcd;

import io.gatewaystore.testkit.faults.Direction;
import io.gatewaystore.testkit.faults.FaultProxy;
import io.gatewaystore.testkit.faults.Side;
import io.gatewaystore.testkit.faults.Traffic;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fault after another, at random, of a cluster and of the links between clients and its members: members are frozen, killed, cut off from
 * their peers; links are stalled, cut, half open, slow; history is compacted. A fault lasts some hundred milliseconds up to three seconds and
 * concerns one member, so a cluster of three or more always has a majority.
 *
 * <p>The seed decides which faults follow each other, and for how long each lasts.
 *
 * <p>Thread-safe.
 */
public final class RandomFaults implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RandomFaults.class);

    private static final int SHORTEST_MILLIS = 200;
    private static final int LONGEST_MILLIS = 3_000;
    private static final int LONGEST_CALM_MILLIS = 1_000;
    private static final int MOST_BYTES = 20_000;
    private static final int KEPT_REVISIONS = 50;

    /** A kind of fault. Most are undone by {@link #calm()}. */
    private enum Kind {
        FREEZE,
        KILL,
        CUT_OFF,
        STALL_LINK,
        STALL_ANSWERS,
        CUT_LINK,
        HALF_OPEN_LINK,
        SLOW_LINK,
        COMPACT
    }

    private final EtcdCluster cluster;
    private final EtcdProxies proxies;
    private final SplittableRandom random;
    private final List<String> injected = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable RuntimeException breakdown;

    private RandomFaults(EtcdCluster cluster, EtcdProxies proxies, long seed) {
        this.cluster = cluster;
        this.proxies = proxies;
        this.random = new SplittableRandom(seed);
        this.thread = new Thread(this::run, "random-faults");
        thread.setDaemon(true);
    }

    /**
     * Begins with faults.
     *
     * @param cluster a {@linkplain EtcdSpec.Builder#partitionable() partitionable} cluster
     * @param proxies proxies before it, which the clients use
     * @param seed what the choices are made from; print it, to be able to repeat a run
     * @return the faults, to be closed when there were enough of them
     */
    public static RandomFaults start(EtcdCluster cluster, EtcdProxies proxies, long seed) {
        RandomFaults faults = new RandomFaults(cluster, proxies, seed);
        faults.thread.start();
        return faults;
    }

    /**
     * Tells what was injected so far.
     *
     * @return the faults, in order
     */
    public List<String> injected() {
        return List.copyOf(injected);
    }

    /**
     * Ends all faults, and waits until every member is healthy and level. May be called more than once.
     *
     * @throws IllegalStateException if a fault could not be injected
     */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the last fault to end", e);
        }
        calm();
        cluster.awaitHealthy();
        cluster.awaitLevel();
        if (breakdown != null) {
            throw new IllegalStateException("a fault could not be injected; injected so far: " + injected, breakdown);
        }
    }

    private void run() {
        try {
            while (!isStoppedWithin(random.nextInt(LONGEST_CALM_MILLIS))) {
                int length = random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS);
                inject(
                        Kind.values()[random.nextInt(Kind.values().length)],
                        random.nextInt(cluster.members().size()),
                        random.nextInt(MOST_BYTES));
                isStoppedWithin(length);
                calm();
            }
        } catch (RuntimeException e) {
            breakdown = e;
        }
    }

    private boolean isStoppedWithin(int millis) {
        try {
            return stopped.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void inject(Kind kind, int index, int bytes) {
        EtcdMember member = cluster.member(index);
        FaultProxy link = proxies.get(index);
        injected.add(kind + " " + member.name());
        log.info("{} {}", kind, member.name());
        switch (kind) {
            case FREEZE -> member.freeze();
            case KILL -> member.kill();
            case CUT_OFF -> cluster.partition(member);
            case STALL_LINK -> link.set(Traffic.stalled());
            case STALL_ANSWERS -> link.set(Direction.TO_CLIENT, Traffic.stalled());
            case CUT_LINK -> link.set(Direction.TO_CLIENT, Traffic.cutAfter(bytes));
            case HALF_OPEN_LINK -> link.disconnect(Side.SERVER);
            case SLOW_LINK -> link.set(Traffic.delayed(Duration.ofMillis(1 + bytes / 100)));
            case COMPACT -> compact();
        }
    }

    /** Leaves a little history, so that some of those that lag find theirs and others do not. */
    private void compact() {
        try {
            cluster.compact(Math.max(1, cluster.admin().revision() - KEPT_REVISIONS));
        } catch (EtcdRequestException | UncheckedIOException e) {
            // Compacted to there before, or just electing: then there is one fault less.
            log.info("not compacted: {}", e.getMessage());
        }
    }

    private void calm() {
        proxies.heal();
        cluster.heal();
        for (EtcdMember member : cluster.members()) {
            if (member.isFrozen()) {
                member.thaw();
            }
            if (!member.isRunning()) {
                member.start();
            }
        }
    }
}
