package io.gatewaystore.memory;

import static io.gatewaystore.memory.Client.keepingLease;
import static io.gatewaystore.memory.Client.putting;
import static io.gatewaystore.memory.Client.puttingOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.KeyRange;
import io.gatewaystore.error.LeaseNotFoundException;
import io.gatewaystore.spi.IoThread;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private final ManualClock clock = new ManualClock();
    private final Client client = new Client(MemoryCluster.create(clock));

    @Test
    void expiryDeletesAllKeysOfALeaseInOneRevision() {
        long lease = client.grant(5);
        client.put(puttingOn(lease, "b", "2"));
        client.put(puttingOn(lease, "a", "1"));
        client.put("c", "3");
        Recorder recorder = client.watch(KeyRange.all(), 0);
        clock.advance(Duration.ofSeconds(5).minusNanos(1));
        assertThat(client.keys(KeyRange.all())).containsExactly("a", "b", "c");
        clock.advance(Duration.ofNanos(1));
        assertThat(client.keys(KeyRange.all())).containsExactly("c");
        assertThat(recorder.lines).containsExactly("created 4", "5 -a (1), -b (2)");
    }

    @Test
    void leasesExpireInTheOrderOfTheirEnds() {
        client.put(puttingOn(client.grant(9), "nine", ""));
        client.put(puttingOn(client.grant(3), "three", ""));
        client.put(puttingOn(client.grant(6), "six", ""));
        Recorder recorder = client.watch(new Request.Watch(KeyRange.all(), 0, false));
        clock.advance(Duration.ofSeconds(100));
        assertThat(recorder.lines).containsExactly("created 4", "5 -three", "6 -six", "7 -nine");
    }

    @Test
    void aLeaseGrantedByAWatcherWhileTheClockMovesEndsOnTheWay() {
        client.put(puttingOn(client.grant(3), "a", ""));
        Recorder recorder = new Recorder();
        recorder.onEvents = () -> {
            if (client.get("a").isEmpty() && client.get("b").isEmpty() && client.revision() < 5) {
                client.put(puttingOn(client.grant(3), "b", ""));
            }
        };
        client.backend.watch(new Request.Watch(KeyRange.all(), 0, false), recorder);
        clock.advance(Duration.ofSeconds(5));
        assertThat(client.get("b")).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(recorder.lines).containsExactly("created 2", "3 -a", "4 b=", "5 -b");
    }

    @Test
    void revokingDeletesAtOnceAndOnlyOnce() {
        long lease = client.grant(5);
        client.put(puttingOn(lease, "a", ""));
        client.put(puttingOn(lease, "b", ""));
        client.revoke(lease);
        assertThat(client.keys(KeyRange.all())).isEmpty();
        assertThat(client.revision()).isEqualTo(4);
        assertThatThrownBy(() -> client.revoke(lease)).isInstanceOf(LeaseNotFoundException.class);
        clock.advance(Duration.ofSeconds(10));
        assertThat(client.revision()).isEqualTo(4);
    }

    @Test
    void aLeaseWithoutKeysComesAndGoesWithoutARevision() {
        client.revoke(client.grant(5));
        client.grant(5);
        clock.advance(Duration.ofSeconds(10));
        assertThat(client.revision()).isEqualTo(1);
    }

    @Test
    void aKeyFollowsTheLeaseOfItsLastWrite() {
        long first = client.grant(5);
        long second = client.grant(10);
        client.put(puttingOn(first, "moved", ""));
        client.put(puttingOn(second, "moved", ""));
        client.put(puttingOn(first, "kept", ""));
        client.put(keepingLease("kept", "new"));
        client.put(puttingOn(first, "detached", ""));
        client.put(putting("detached", ""));
        client.put(puttingOn(first, "deleted", ""));
        client.delete("deleted");
        client.put("deleted", "and back");
        assertThat(client.get("kept")).map(RawEntry::lease).contains(first);
        clock.advance(Duration.ofSeconds(5));
        assertThat(client.keys(KeyRange.all())).containsExactly("deleted", "detached", "moved");
        clock.advance(Duration.ofSeconds(5));
        assertThat(client.keys(KeyRange.all())).containsExactly("deleted", "detached");
    }

    @Test
    void anExpiredLeaseTakesNoMoreKeys() {
        long lease = client.grant(2);
        clock.advance(Duration.ofSeconds(2));
        assertThatThrownBy(() -> client.put(puttingOn(lease, "a", ""))).isInstanceOf(LeaseNotFoundException.class);
        assertThat(client.revision()).isEqualTo(1);
    }

    @Test
    void onTheSystemsClockLeasesExpireByThemselvesOnADaemonThread() {
        Client real = new Client(MemoryCluster.create());
        AtomicReference<Thread> thread = new AtomicReference<>();
        real.put(puttingOn(real.grant(2), "a", ""));
        Recorder recorder = new Recorder();
        recorder.onEvents = () -> thread.set(Thread.currentThread());
        real.backend.watch(new Request.Watch(KeyRange.all(), 0, false), recorder);
        await().atMost(Duration.ofSeconds(10)).until(() -> recorder.lines.contains("3 -a"));
        assertThat(thread.get()).isInstanceOf(IoThread.class).matches(Thread::isDaemon);
        await().atMost(Duration.ofSeconds(10)).until(() -> !thread.get().isAlive());
    }
}
