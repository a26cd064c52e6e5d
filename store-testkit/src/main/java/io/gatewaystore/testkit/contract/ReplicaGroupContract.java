package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.RevisionToken;
import io.gatewaystore.Store;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.error.OtherClusterException;
import io.gatewaystore.replica.Replica;
import io.gatewaystore.replica.ReplicaGroup;
import io.gatewaystore.replica.Rollout;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/**
 * Groups of replicas: who asks learns when every member of that moment has applied a revision, or has left.
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Needs({Capability.SHARED_STATE, Capability.TTL})
public abstract class ReplicaGroupContract extends Concept {

    private static final KeyRange RANGE = KeyRange.directory("r");
    private static final KeyRange QUESTIONS = KeyRange.directory("group/asked");
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String HELD = "held";

    private final CountDownLatch release = new CountDownLatch(1);

    ReplicaGroupContract() {}

    @Test
    void learnsWhenEveryMemberHasAppliedARevision() {
        Store one = another();
        Store two = another();
        group(one).join("one", replica(one));
        group(two).join("two", replica(two));

        long revision = store.put("r/a", text("1")).revision();
        Rollout rollout = group(store).awaitApplied(RevisionToken.of(store, revision), LONG_ENOUGH);

        assertThat(rollout.isComplete()).isTrue();
        assertThat(rollout.applied()).containsExactly("one", "two");
        assertThat(rollout.left()).isEmpty();
        eventually()
                .untilAsserted(() -> assertThat(store.count(QUESTIONS).keys()).isZero());
    }

    @Test
    void learnsOfARevisionThatDidNotTouchTheRange() {
        Store one = another();
        group(one).join("one", replica(one));

        long elsewhere = store.put("elsewhere", text("1")).revision();

        assertThat(group(store).awaitApplied(elsewhere, LONG_ENOUGH).applied()).containsExactly("one");
    }

    @Test
    void namesWhoIsPendingAndLearnsLaterThatItIsNotAnyMore() {
        Store slow = another();
        Store quick = another();
        group(slow).join("slow", slow.replicate(RANGE, new Holding()));
        group(quick).join("quick", replica(quick));

        long revision = store.put("r/a", text(HELD)).revision();
        Rollout early = group(store).awaitApplied(revision, SHORT);
        release.countDown();
        Rollout late = group(store).awaitApplied(revision, LONG_ENOUGH);

        assertThat(early.isComplete()).isFalse();
        assertThat(early.pending()).contains("slow").doesNotContainAnyElementsOf(early.applied());
        assertThat(late.applied()).containsExactly("quick", "slow");
    }

    @Test
    void doesNotWaitForThoseWhoLeave() {
        Store leaving = another();
        Store staying = another();
        group(leaving).join("leaving", leaving.replicate(RANGE, new Holding()));
        group(staying).join("staying", replica(staying));
        long revision = store.put("r/a", text(HELD)).revision();

        FutureTask<Rollout> asked = new FutureTask<>(() -> group(store).awaitApplied(revision, LONG_ENOUGH));
        new Thread(asked, "contract").start();
        eventually()
                .untilAsserted(() -> assertThat(store.count(QUESTIONS).keys()).isEqualTo(1));
        leaving.close();

        Rollout rollout = get(asked);
        assertThat(rollout.left()).containsExactly("leaving");
        assertThat(rollout.applied()).containsExactly("staying");
        release.countDown();
    }

    @Test
    void asksNobodyWhereNobodyIs() {
        Store gone = another();
        group(gone).join("gone", replica(gone)).close();

        Rollout rollout = group(store).awaitApplied(1_000_000_000_000L, LONG_ENOUGH);

        assertThat(rollout.isComplete()).isTrue();
        assertThat(rollout.applied()).isEmpty();
    }

    @Test
    void refusesTheTokenOfAnotherCluster() {
        assertThatExceptionOfType(OtherClusterException.class)
                .isThrownBy(() -> group(store).awaitApplied(new RevisionToken("elsewhere", 1), SHORT))
                .withMessageContaining("elsewhere");
    }

    private static ReplicaGroup group(Store store) {
        return store.replicaGroup("group");
    }

    private static Replica<String> replica(Store store) {
        return store.replicate(RANGE, Codec.text());
    }

    private static Rollout get(FutureTask<Rollout> asked) {
        try {
            return asked.get();
        } catch (Exception failed) {
            throw new AssertionError("the question failed", failed);
        }
    }

    /** Text that stands still at a value until it is let through. */
    private final class Holding implements Codec<String> {

        @Override
        public Bytes encode(String value) {
            return Codec.text().encode(value);
        }

        @Override
        public String decode(Bytes bytes) {
            String value = Codec.text().decode(bytes);
            if (value.equals(HELD)) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return value;
        }
    }
}
