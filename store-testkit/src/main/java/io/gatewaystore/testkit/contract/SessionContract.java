package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.error.SessionLostException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.session.Session;
import io.gatewaystore.session.SessionState;
import io.gatewaystore.testkit.faults.CallFault;
import io.gatewaystore.testkit.faults.Calls;
import io.gatewaystore.testkit.faults.FaultyStore;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * Leases that a client keeps alive.
 *
 * <ul>
 *   <li>What is bound to a session is there as long as the session is, and deleted when it or its store is closed.
 *   <li>A session is renewed by itself. Renewals that fail make it suspect, and lost only if none succeeds in time; a lost one binds nothing any more.
 *   <li>A session whose lease is gone is lost; it takes another lease by itself.
 *   <li>What a write left behind that nobody waited for is deleted at the next renewal, and nothing else is.
 *   <li>All views of a store share one session.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Needs(Capability.TTL)
public abstract class SessionContract extends Concept {

    /** Long enough for a machine that is busy with other things to renew in time. */
    private static final Duration TTL = Duration.ofSeconds(5);

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration STEP = Duration.ofMillis(100);

    SessionContract() {}

    @Test
    void bindKeysToTheirLife() {
        Session session = store.openSession(LONG);
        store.put("put", text(""), WriteOptions.onSession(session));
        store.create("created", text(""), WriteOptions.onSession(session));
        store.replace(
                "replaced", store.put("replaced", text("")).revision(), text(""), WriteOptions.onSession(session));
        store.commit(Txn.when(Compare.absent("committed"))
                .then(Operation.put("committed", text(""), WriteOptions.onSession(session))));
        store.put("not bound", text(""));
        assertThat(session.state()).isEqualTo(SessionState.ACTIVE);
        assertThat(session.ttl()).isEqualTo(LONG);
        assertThat(session.remaining()).isBetween(Duration.ofMinutes(50), LONG);

        session.close();

        assertThat(keys(store.list(KeyRange.all()))).containsExactly("not bound");
        assertThat(session.state()).isEqualTo(SessionState.CLOSED);
        assertThat(session.remaining()).isEqualTo(Duration.ZERO);
        assertThatExceptionOfType(SessionLostException.class)
                .isThrownBy(() -> store.put("late", text(""), WriteOptions.onSession(session)));
        assertThat(store.get("late")).isEmpty();
    }

    @Test
    void endWithTheirStore() {
        Store other = another();
        other.put("key", text(""), WriteOptions.onSession(other.openSession(LONG)));

        other.close();

        assertThat(store.get("key")).isEmpty();
    }

    @Test
    void areSharedByAllViewsOfAStore() {
        Session shared = store.session();
        store.put("mine", text(""), WriteOptions.onSession(shared));
        store.namespace("below").put("mine", text(""), WriteOptions.onSession(root.session()));

        assertThat(leaseOf("mine")).isEqualTo(leaseOf("below/mine"));

        shared.close();
        store.put("mine", text(""), WriteOptions.onSession(store.session()));
        assertThat(leaseOf("mine")).isNotZero();
        assertThat(store.get("below/mine")).isEmpty();
        store.session().close();
    }

    @Test
    void areOfNoUseToOtherStores() {
        Session foreign = another().openSession(LONG);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.put("key", text(""), WriteOptions.onSession(foreign)));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> store.commit(Txn.of(Operation.put("key", text(""), WriteOptions.onSession(foreign)))));
    }

    @TimedTest
    void outliveTheirTtl() {
        Session session = store.openSession(TTL);
        store.put("kept", text(""), WriteOptions.onSession(session));
        store.put("witness", text(""), WriteOptions.ttl(TTL.plusSeconds(1)));

        elapseUntil(() -> assertThat(store.get("witness")).isEmpty());

        assertThat(store.get("kept")).isPresent();
        assertThat(session.epoch()).isEqualTo(1);
        session.close();
    }

    @TimedTest
    void areNotLostByRenewalsThatFailForAWhile() {
        FaultyStore faulty = faulty();
        Session session = faulty.store().openSession(TTL);
        List<SessionState> told = statesOf(session);
        faulty.next(2, Calls.leases(), CallFault.refused());

        elapseUntil(() -> assertThat(faulty.injected()).isEqualTo(2));
        elapseUntil(() -> assertThat(session.remaining()).isGreaterThan(TTL.dividedBy(2)));

        assertThat(told).doesNotContain(SessionState.LOST);
        assertThat(session.epoch()).isEqualTo(1);
    }

    @TimedTest
    void areSuspectAndThenLostIfNoRenewalSucceeds() {
        FaultyStore faulty = faulty();
        Store mine = faulty.store().namespace(namespace);
        Session session = mine.openSession(TTL);
        List<SessionState> told = statesOf(session);
        mine.put("bound", text(""), WriteOptions.onSession(session));

        faulty.every(Calls.leases(), CallFault.refused());
        elapseUntil(() -> assertThat(told).containsExactly(SessionState.SUSPECT, SessionState.LOST));

        assertThat(session.remaining()).isEqualTo(Duration.ZERO);
        assertThatExceptionOfType(SessionLostException.class)
                .isThrownBy(() -> mine.put("late", text(""), WriteOptions.onSession(session)));
        faulty.heal();
        elapseUntil(() -> assertThat(session.state()).isEqualTo(SessionState.ACTIVE));
        assertThat(session.epoch()).isEqualTo(2);
        elapseUntil(() -> assertThat(store.get("bound")).isEmpty());
    }

    @TimedTest
    void takeAnotherLeaseWhenTheirsIsGone() {
        Session session = store.openSession(TTL);
        List<SessionState> told = statesOf(session);
        store.put("bound", text(""), WriteOptions.onSession(session));

        revoke(leaseOf("bound"));
        elapseUntil(() -> assertThat(told).containsExactly(SessionState.LOST, SessionState.ACTIVE));

        assertThat(session.epoch()).isEqualTo(2);
        store.put("again", text(""), WriteOptions.onSession(session));
        assertThat(store.get("bound")).isEmpty();
        session.close();
        assertThat(store.get("again")).isEmpty();
    }

    @Test
    void areLostWhenAWriteFindsTheirLeaseGone() {
        Session session = store.openSession(LONG);
        store.put("bound", text(""), WriteOptions.onSession(session));
        revoke(leaseOf("bound"));

        assertThatExceptionOfType(SessionLostException.class)
                .isThrownBy(() -> store.put("late", text(""), WriteOptions.onSession(session)));

        assertThat(store.get("late")).isEmpty();
        eventually().untilAsserted(() -> assertThat(session.epoch()).isEqualTo(2));
        session.close();
    }

    @TimedTest
    void deleteWhatArrivesAfterNobodyWaitsForItAnyMore() {
        FaultyStore faulty = faulty();
        Store mine = faulty.store().namespace(namespace);
        Session session = mine.openSession(TTL);
        mine.put("known", text(""), WriteOptions.onSession(session));
        faulty.next(Calls.writes(), CallFault.heldBack());
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> mine.create("late", text(""), WriteOptions.onSession(session)));

        faulty.release();
        assertThat(store.get("late")).isPresent();

        elapseUntil(() -> assertThat(store.get("late")).isEmpty());
        assertThat(store.get("known")).isPresent();
        assertThat(session.epoch()).isEqualTo(1);
    }

    private static List<SessionState> statesOf(Session session) {
        List<SessionState> told = new CopyOnWriteArrayList<>();
        session.onStateChange(told::add);
        return told;
    }

    /** Lets time pass until something has happened. */
    private void elapseUntil(Runnable assertion) {
        eventually().untilAsserted(() -> {
            fixture.elapse(STEP);
            assertion.run();
        });
    }
}
