package io.gatewaystore.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.memory.MemoryCluster;
import io.gatewaystore.testkit.faults.CallFault;
import io.gatewaystore.testkit.faults.Calls;
import io.gatewaystore.testkit.faults.FaultyStore;
import io.gatewaystore.watch.Resync;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members of groups whose store is cut off, loses its history or is closed. */
class ReplicaMemberTest {

    private static final KeyRange RANGE = KeyRange.directory("r");
    private static final KeyRange QUESTIONS = KeyRange.directory("group/asked");
    private static final String MEMBER = "group/members/one";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);
    private static final Duration MOMENT = Duration.ofMillis(10);

    private final MemoryCluster cluster = MemoryCluster.create();
    private final Store asker = cluster.open();
    private final FaultyStore faulty = FaultyStore.around(cluster.open());
    private final Replica<String> replica = faulty.store().replicate(RANGE, Codec.text());

    @AfterEach
    void close() {
        faulty.close();
        asker.close();
    }

    private ReplicaMember join() {
        return faulty.store().replicaGroup("group").join("one", replica, MOMENT);
    }

    private CompletableFuture<Rollout> asked(long revision) {
        CompletableFuture<Rollout> answer = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        answer.complete(asker.replicaGroup("group").awaitApplied(revision, LONG_ENOUGH));
                    } catch (Throwable thrown) {
                        answer.completeExceptionally(thrown);
                    }
                })
                .start();
        Awaitility.await()
                .atMost(LONG_ENOUGH)
                .until(() -> asker.count(QUESTIONS).keys() == 1);
        return answer;
    }

    private long said() {
        return Codec.number().decode(asker.get(MEMBER).orElseThrow().value());
    }

    @Test
    void answersWhenItIsThereThoughItCouldNotAskMeanwhileWhetherAnybodyStillWantsToKnow() throws Exception {
        join();
        long next = asker.put("elsewhere", Bytes.empty()).revision() + 2;
        faulty.every(Calls.reads().within(QUESTIONS), CallFault.refused());
        CompletableFuture<Rollout> answer = asked(next);
        Awaitility.await().atMost(LONG_ENOUGH).until(() -> faulty.injected() > 1);

        asker.put("r/a", Bytes.utf8("1"));

        assertThat(answer.get(20, TimeUnit.SECONDS).applied()).containsExactly("one");
    }

    @Test
    void takesBackWhatItSaidOfAHistoryThatIsGone() {
        ReplicaMember member = join();
        asker.put("r/a", Bytes.utf8("1"));
        asker.replicaGroup("group")
                .awaitApplied(replica.snapshot(ReadLevel.linearizable()).revision(), LONG_ENOUGH);
        long before = asker.get(MEMBER).orElseThrow().modRevision();

        faulty.loseHistory(Resync.Reason.HISTORY_REWOUND);

        Awaitility.await()
                .atMost(LONG_ENOUGH)
                .until(() -> asker.get(MEMBER).orElseThrow().modRevision() > before);
        assertThat(said()).isBetween(before, replica.revision());
        member.close();
    }

    /** As it comes back into a store that was wiped, before its replica has noticed. */
    @Test
    void isNotBelievedWhatItCannotHaveSeenBeforeItSaidIt() throws Exception {
        asker.put(MEMBER, Codec.number().encode(1_000L), WriteOptions.onSession(asker.session()));

        CompletableFuture<Rollout> answer = asked(2);
        assertThat(answer).isNotDone();
        asker.put(MEMBER, Codec.number().encode(2L), WriteOptions.onSession(asker.session()));

        assertThat(answer.get(20, TimeUnit.SECONDS).applied()).containsExactly("one");
    }

    @Test
    void isNotWaitedForOnceTheStoreOfWhoAsksIsClosed() {
        join();
        CompletableFuture<Rollout> answer = asked(1_000_000);

        asker.close();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
                .withCauseInstanceOf(StoreClosedException.class);
    }
}
