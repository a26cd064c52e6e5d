package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gatewaystore.error.KeyHeldException;
import io.gatewaystore.session.Registration;
import io.gatewaystore.session.Registration.State;
import io.gatewaystore.session.RegistrationEvent;
import io.gatewaystore.session.Session;
import io.gatewaystore.session.WhenHeld;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * Keys that a session keeps in the store.
 *
 * <ul>
 *   <li>A registered key is there until the registration, its session or its store is closed; its value can be changed.
 *   <li>A key that is lost, with the session or by somebody's hand, comes back with its newest value.
 *   <li>If somebody else holds the key a registration fails, takes it, or waits for it, as its policy says; one that was overwritten never deletes what is there.
 *   <li>Listeners are told what happened, in order.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Needs(Capability.TTL)
public abstract class RegistrationContract extends Concept {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final List<RegistrationEvent> told = new CopyOnWriteArrayList<>();

    RegistrationContract() {}

    private Registration register(Session session, String value, WhenHeld policy) {
        return session.register("node", text(value), policy, told::add);
    }

    private void awaitTold(RegistrationEvent... events) {
        eventually().untilAsserted(() -> {
            fixture.elapse(Duration.ofMillis(100));
            assertThat(told).containsExactly(events);
        });
    }

    @Test
    void areThereUntilTheyAreClosed() {
        Session session = store.openSession(LONG);
        Registration registration = register(session, "1", WhenHeld.FAIL);

        assertThat(entry("node").value()).isEqualTo(text("1"));
        assertThat(entry("node").leased()).isTrue();
        assertThat(registration.state()).isEqualTo(State.REGISTERED);
        assertThat(registration.revision()).isEqualTo(entry("node").modRevision());

        registration.close();
        assertThat(store.get("node")).isEmpty();
        assertThat(registration.state()).isEqualTo(State.ENDED);
        assertThatIllegalStateException().isThrownBy(() -> registration.setValue(text("2")));
        awaitTold(RegistrationEvent.REGISTERED);
        assertThat(register(session, "again", WhenHeld.FAIL).state()).isEqualTo(State.REGISTERED);
        session.close();
    }

    @Test
    void changeTheirValue() {
        Session session = store.openSession(LONG);
        Registration registration = register(session, "1", WhenHeld.FAIL);
        long created = entry("node").createRevision();

        registration.setValue(text("2"));
        registration.setValue(text("3"));

        assertThat(entry("node").value()).isEqualTo(text("3"));
        assertThat(entry("node").createRevision()).isEqualTo(created);
        assertThat(registration.revision()).isEqualTo(entry("node").modRevision());
        session.close();
        assertThat(store.get("node")).isEmpty();
    }

    @TimedTest
    void comeBackAfterALossOfTheSession() {
        Session session = store.openSession(SHORT);
        Registration registration = register(session, "1", WhenHeld.FAIL);
        registration.setValue(text("2"));

        revoke(leaseOf("node"));
        awaitTold(RegistrationEvent.REGISTERED, RegistrationEvent.LOST, RegistrationEvent.HEALED);

        assertThat(entry("node").value()).isEqualTo(text("2"));
        assertThat(registration.state()).isEqualTo(State.REGISTERED);
        session.close();
    }

    @Test
    void comeBackWhenSomebodyDeletesThem() {
        Session session = store.openSession(LONG);
        register(session, "1", WhenHeld.FAIL);

        store.delete("node");
        awaitTold(RegistrationEvent.REGISTERED, RegistrationEvent.LOST, RegistrationEvent.HEALED);

        assertThat(entry("node").value()).isEqualTo(text("1"));
        session.close();
    }

    @Test
    void failIfSomebodyElseHoldsTheKey() {
        store.put("node", text("other"));
        Session session = store.openSession(LONG);

        assertThatExceptionOfType(KeyHeldException.class).isThrownBy(() -> register(session, "1", WhenHeld.FAIL));

        awaitTold(RegistrationEvent.HELD);
        assertThat(entry("node").value()).isEqualTo(text("other"));
        session.close();
    }

    @Test
    void takeTheKeyFromSomebodyElse() {
        store.put("node", text("other"));
        Session session = store.openSession(LONG);

        Registration registration = register(session, "1", WhenHeld.TAKE_OVER);

        assertThat(registration.state()).isEqualTo(State.REGISTERED);
        assertThat(entry("node").value()).isEqualTo(text("1"));
        assertThat(entry("node").leased()).isTrue();
        session.close();
    }

    @Test
    void endWhenTheirKeyIsTakenAndLeaveItAlone() {
        Session session = store.openSession(LONG);
        Registration first = register(session, "1", WhenHeld.TAKE_OVER);
        Session newer = another().openSession(LONG);
        newer.register("node", text("2"), WhenHeld.TAKE_OVER);

        awaitTold(RegistrationEvent.REGISTERED, RegistrationEvent.TAKEN_OVER);
        eventually().untilAsserted(() -> assertThat(first.state()).isEqualTo(State.ENDED));
        first.close();
        session.close();

        assertThat(entry("node").value()).isEqualTo(text("2"));
        newer.close();
    }

    @Test
    void waitForTheKeyUntilItIsFree() {
        Session holder = another().openSession(LONG);
        holder.register("node", text("other"), WhenHeld.FAIL);
        Session session = store.openSession(LONG);
        Registration registration = register(session, "1", WhenHeld.WAIT);
        assertThat(registration.state()).isEqualTo(State.WAITING);
        awaitTold(RegistrationEvent.HELD);

        holder.close();
        awaitTold(RegistrationEvent.HELD, RegistrationEvent.REGISTERED);

        assertThat(entry("node").value()).isEqualTo(text("1"));
        session.close();
    }

    @Test
    void waitAfterTheirKeyWasTaken() {
        Session session = store.openSession(LONG);
        Registration registration = register(session, "1", WhenHeld.WAIT);
        long taken = store.put("node", text("other")).revision();
        awaitTold(RegistrationEvent.REGISTERED, RegistrationEvent.TAKEN_OVER);
        assertThat(registration.state()).isEqualTo(State.WAITING);

        store.deleteIf("node", taken);
        awaitTold(RegistrationEvent.REGISTERED, RegistrationEvent.TAKEN_OVER, RegistrationEvent.HEALED);
        session.close();
    }

    @Test
    void areMadeOncePerKeyAndSession() {
        Session session = store.openSession(LONG);
        register(session, "1", WhenHeld.FAIL);

        assertThatIllegalArgumentException().isThrownBy(() -> register(session, "2", WhenHeld.TAKE_OVER));

        assertThat(entry("node").value()).isEqualTo(text("1"));
        session.close();
    }
}
