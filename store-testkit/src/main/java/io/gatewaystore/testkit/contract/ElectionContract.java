package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.KeyRange;
import io.gatewaystore.coordination.Election;
import io.gatewaystore.coordination.Leader;
import io.gatewaystore.coordination.Leadership;
import io.gatewaystore.error.LockLostException;
import io.gatewaystore.watch.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * Elections.
 *
 * <ul>
 *   <li>One candidate leads at a time; after it the one that has stood longest.
 *   <li>Everybody can read, and be told, who leads and what it tells of itself.
 *   <li>A leader that lost its leadership is told, and writes no more.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Needs(Capability.TTL)
public abstract class ElectionContract extends Concept {

    private static final Duration LONG = Duration.ofHours(1);
    private static final String NAME = "cores/active";
    private static final String NOBODY = "nobody";

    private final List<String> told = new CopyOnWriteArrayList<>();

    ElectionContract() {}

    private Election election() {
        return Election.on(store.openSession(LONG), NAME);
    }

    private Election electionOfAnother() {
        return Election.on(another().openSession(LONG), NAME);
    }

    private void tell(Optional<Leader> leader) {
        told.add(leader.map(Leader::value).map(value -> value.toUtf8()).orElse(NOBODY));
    }

    private void awaitTold(String... leaders) {
        eventually().untilAsserted(() -> assertThat(told).containsExactly(leaders));
    }

    @Test
    void haveOneLeaderAtATime() throws Exception {
        Election election = election();
        Leadership first = election.campaign(text("first"));
        CompletableFuture<Leadership> second = new CompletableFuture<>();
        Election other = electionOfAnother();
        new Thread(() -> second.complete(other.campaign(text("second")))).start();
        eventually()
                .untilAsserted(() ->
                        assertThat(store.count(KeyRange.directory(NAME)).keys()).isEqualTo(2));

        assertThat(election.leader()).contains(new Leader(text("first"), first.fencingToken()));
        assertThat(electionOfAnother().campaign(text("third"), Duration.ofMillis(20)))
                .isEmpty();
        assertThat(second).isNotDone();
        first.close();
        Leadership next = awaited(second);

        assertThat(election.leader()).contains(new Leader(text("second"), next.fencingToken()));
        assertThat(next.fencingToken()).isGreaterThan(first.fencingToken());
        assertThat(first.isHeld()).isFalse();
        assertThat(next.isHeld()).isTrue();
        next.close();
        assertThat(election.leader()).isEmpty();
    }

    @Test
    void tellObserversWhoLeads() {
        Watch observation = electionOfAnother().observe(this::tell);
        awaitTold(NOBODY);

        Leadership first = election().campaign(text("first"));
        awaitTold(NOBODY, "first");
        first.proclaim(text("first, and busy"));
        awaitTold(NOBODY, "first", "first, and busy");
        first.close();
        awaitTold(NOBODY, "first", "first, and busy", NOBODY);
        observation.close();
        election().campaign(text("second")).close();

        electionOfAnother().observe(leader -> tell(Optional.of(new Leader(text("end"), 1))));
        awaitTold(NOBODY, "first", "first, and busy", NOBODY, "end");
    }

    @Test
    void leaveCandidatesBehindALeaderUnsaid() {
        Leadership first = election().campaign(text("first"));
        electionOfAnother().observe(this::tell);
        awaitTold("first");

        electionOfAnother().campaign(text("second"), Duration.ofMillis(20));
        first.proclaim(text("still first"));

        awaitTold("first", "still first");
        first.close();
    }

    @Test
    void tellALeaderWhoseKeyIsDeleted() throws Exception {
        Leadership leadership = election().campaign(text("first"));

        store.deleteRange(KeyRange.directory(NAME));

        awaited(leadership.lost());
        assertThat(leadership.isHeld()).isFalse();
        assertThat(leadership.remaining()).isEqualTo(Duration.ZERO);
    }

    @Test
    void refuseTheWritesOfALeaderOfThePast() {
        Leadership leadership = election().campaign(text("first"));
        leadership.fenced().put("plan", text("1"));
        store.deleteRange(KeyRange.directory(NAME));

        assertThatExceptionOfType(LockLostException.class)
                .isThrownBy(() -> leadership.fenced().put("plan", text("2")));
        assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> leadership.proclaim(text("still here")));

        assertThat(entry("plan").value()).isEqualTo(text("1"));
        assertThat(election().leader()).isEmpty();
    }
}
