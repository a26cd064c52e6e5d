package io.gatewaystore.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.coordination.HeldLock;
import io.gatewaystore.coordination.StoreLock;
import io.gatewaystore.error.SessionLostException;
import io.gatewaystore.session.Registration;
import io.gatewaystore.session.Registration.State;
import io.gatewaystore.session.RegistrationEvent;
import io.gatewaystore.session.Session;
import io.gatewaystore.session.SessionState;
import io.gatewaystore.session.SessionStatus;
import io.gatewaystore.session.WhenHeld;
import io.gatewaystore.testkit.faults.CallFault;
import io.gatewaystore.testkit.faults.Calls;
import io.gatewaystore.testkit.faults.FaultyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What sessions promise about time, to the nanosecond, on a clock that a test moves. */
class SessionTest {

    private static final Duration TTL = Duration.ofSeconds(15);
    private static final Duration MARGIN = TTL.dividedBy(20);

    private final ManualClock clock = new ManualClock();
    private final MemoryCluster cluster = MemoryCluster.create(clock);
    private final FaultyStore faulty = FaultyStore.around(cluster.open());
    private final Store store = faulty.store();
    private final Store observer = cluster.open();

    @AfterEach
    void close() {
        faulty.close();
        observer.close();
    }

    @Test
    void validityBeginsWhenTheAcknowledgedRenewalWasSent() {
        Session session = store.openSession(TTL);
        assertThat(session.remaining()).isEqualTo(TTL.minus(MARGIN));

        clock.advance(Duration.ofSeconds(4));
        assertThat(session.remaining()).isEqualTo(TTL.minus(MARGIN).minusSeconds(4));

        clock.advance(Duration.ofSeconds(2));
        assertThat(session.remaining())
                .as("renewed after a third of its TTL")
                .isEqualTo(TTL.minus(MARGIN).minusSeconds(1));
    }

    @Test
    void validityDoesNotBeginWhenTheAnswerCame() {
        Session session = store.openSession(TTL);
        faulty.next(Calls.leases(), CallFault.lateAnswer(Duration.ofMillis(200)));
        clock.advance(TTL.dividedBy(3));
        clock.advance(Duration.ofSeconds(2));

        await().untilAsserted(() ->
                assertThat(session.remaining()).isEqualTo(TTL.minus(MARGIN).minusSeconds(2)));
    }

    @Test
    void aLossIsKnownBeforeTheStoreDeletesAnything() {
        Session session = store.openSession(TTL);
        store.put("bound", Bytes.utf8(""), WriteOptions.onSession(session));
        faulty.every(Calls.leases(), CallFault.refused());

        clock.advance(TTL.multipliedBy(2).dividedBy(3).minusNanos(1));
        assertThat(session.state()).isEqualTo(SessionState.ACTIVE);
        clock.advance(Duration.ofNanos(1));
        assertThat(session.state()).isEqualTo(SessionState.SUSPECT);
        clock.advance(session.remaining().minusNanos(1));
        assertThat(session.state()).isEqualTo(SessionState.SUSPECT);
        clock.advance(Duration.ofNanos(1));
        assertThat(session.state()).isEqualTo(SessionState.LOST);
        assertThat(observer.get("bound")).isPresent();

        clock.advance(MARGIN.minusNanos(1));
        assertThat(observer.get("bound")).isPresent();
        clock.advance(Duration.ofNanos(1));
        assertThat(observer.get("bound")).isEmpty();
    }

    @Test
    void theStatusOfTheStoreTellsHowItsSessionsStand() {
        assertThat(store.status().sessions()).isEmpty();
        Session session = store.openSession(TTL);

        SessionStatus first = onlyStatus();
        assertThat(first.state()).isEqualTo(SessionState.ACTIVE);
        assertThat(first.remaining()).isEqualTo(TTL.minus(MARGIN));
        assertThat(first.ttl()).isEqualTo(TTL);
        assertThat(first.epoch()).isEqualTo(1);
        assertThat(first.lease()).hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f]{16}"));
        assertThat(store.status().toString()).contains("ACTIVE");

        faulty.every(Calls.leases(), CallFault.refused());
        clock.advance(TTL.multipliedBy(2).dividedBy(3));
        assertThat(onlyStatus().state()).isEqualTo(SessionState.SUSPECT);
        clock.advance(session.remaining());
        assertThat(onlyStatus())
                .isEqualTo(new SessionStatus(SessionState.LOST, Duration.ZERO, TTL, 1, Optional.empty()));

        session.close();
        assertThat(store.status().sessions()).isEmpty();
    }

    private SessionStatus onlyStatus() {
        assertThat(store.status().sessions()).hasSize(1);
        return store.status().sessions().get(0);
    }

    /** As in a process that was paused, or on a machine that is too busy: no timer has fired when the first question is asked. */
    @Test
    void aLossIsFoundByWhoeverAsksFirstIfTimersAreLate() {
        AtomicLong now = new AtomicLong();
        MemoryClock withoutTimers = new MemoryClock() {
            @Override
            public long nanoTime() {
                return now.get();
            }

            @Override
            public void runAt(long nanoTime, Runnable task) {}
        };
        try (Store paused = MemoryCluster.create(withoutTimers).open()) {
            Session session = paused.openSession(TTL);
            HeldLock held = StoreLock.on(session, "lock").acquire();
            now.addAndGet(TTL.minus(MARGIN).toNanos() - 1);
            assertThat(held.isHeld()).isTrue();
            assertThat(held.remaining()).isEqualTo(Duration.ofNanos(1));

            now.addAndGet(1);
            assertThat(paused.status().sessions())
                    .containsExactly(new SessionStatus(SessionState.LOST, Duration.ZERO, TTL, 1, Optional.empty()));
            assertThat(held.isHeld()).isFalse();
            assertThat(held.remaining()).isEqualTo(Duration.ZERO);
            assertThat(session.epoch()).as("it has taken another lease at once").isEqualTo(2);
        }
    }

    @Test
    void aRenewalThatIsAnsweredTooLateDoesNotBringALostSessionBack() {
        Session session = store.openSession(TTL);
        faulty.next(Calls.leases(), CallFault.lateAnswer(Duration.ofMillis(1)));
        faulty.every(Calls.leases(), CallFault.refused());
        clock.advance(TTL.dividedBy(3));
        clock.advance(TTL);

        await().untilAsserted(() -> assertThat(session.state()).isEqualTo(SessionState.LOST));
        assertThatExceptionOfType(SessionLostException.class)
                .isThrownBy(() -> store.put("key", Bytes.utf8(""), WriteOptions.onSession(session)));
        assertThat(session.epoch()).isEqualTo(1);
    }

    @Test
    void aSessionThatNothingDisturbsLivesForAYear() {
        Session session = store.openSession(Duration.ofHours(24));
        List<SessionState> told = new CopyOnWriteArrayList<>();
        session.onStateChange(told::add);

        clock.advance(Duration.ofDays(365));

        assertThat(session.epoch()).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    /** The old lease could not be revoked and still lives: what hangs on it is nobody else's. */
    @Test
    void aKeyOnAnEarlierLeaseIsNobodyElses() {
        List<RegistrationEvent> told = new CopyOnWriteArrayList<>();
        Session session = store.openSession(TTL);
        Registration registration = session.register("node", Bytes.utf8("1"), WhenHeld.FAIL, told::add);
        int renewals = 10;
        int revocations = 1;
        faulty.next(renewals + revocations, Calls.leases(), CallFault.refused());

        clock.advance(TTL.minus(MARGIN));

        assertThat(faulty.injected()).isEqualTo(renewals + revocations);
        assertThat(session.epoch()).isEqualTo(2);
        assertThat(registration.state()).isEqualTo(State.REGISTERED);
        await().untilAsserted(() -> assertThat(told)
                .containsExactly(RegistrationEvent.REGISTERED, RegistrationEvent.LOST, RegistrationEvent.HEALED));
        clock.advance(TTL);
        assertThat(observer.get("node")).as("it hangs on the new lease").isPresent();
    }
}
