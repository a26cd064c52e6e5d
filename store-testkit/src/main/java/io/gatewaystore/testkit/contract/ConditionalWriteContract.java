package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.gatewaystore.Entry;
import io.gatewaystore.Store;
import io.gatewaystore.WriteResult;
import io.gatewaystore.WriteResult.Applied;
import io.gatewaystore.WriteResult.Conflict;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Writes that take place only if nobody was faster.
 *
 * <ul>
 *   <li>{@code create} writes a key that does not exist; {@code replace} and {@code deleteIf} a key whose last write is the one named.
 *   <li>A lost race is a {@link Conflict} with the key as it stands, and changes nothing.
 *   <li>What is compared is the revision of the last write, never the value: a key that was changed and changed back, or deleted and
 *       written again, conflicts (the ABA problem).
 *   <li>Of any number that race with the same condition, one wins.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class ConditionalWriteContract extends Concept {

    private static final int RACERS = 16;

    ConditionalWriteContract() {}

    @Test
    void createsAKeyThatDoesNotExist() {
        WriteResult result = store.create("key", text("mine"));

        assertThat(result).isEqualTo(new Applied(entry("key").modRevision()));
        assertThat(entry("key").value()).isEqualTo(text("mine"));
    }

    @Test
    void doesNotCreateAKeyThatExistsAndShowsIt() {
        store.put("key", text("theirs"));
        Entry theirs = entry("key");

        assertConflict(store.create("key", text("mine")), theirs);
    }

    @Test
    void createsAKeyAgainAfterItsDeletion() {
        store.put("key", text("1"));
        store.delete("key");

        assertThat(store.create("key", text("2")).isApplied()).isTrue();
        assertThat(entry("key").version()).isEqualTo(1);
    }

    @Test
    void replacesAnUnchangedKey() {
        store.put("key", text("1"));

        WriteResult result = store.replace(entry("key"), text("2"));

        assertThat(result).isEqualTo(new Applied(entry("key").modRevision()));
        assertThat(entry("key").value()).isEqualTo(text("2"));
        assertThat(entry("key").version()).isEqualTo(2);
    }

    @Test
    void doesNotReplaceAChangedKeyAndShowsIt() {
        store.put("key", text("1"));
        Entry seen = entry("key");
        store.put("key", text("2"));

        assertConflict(store.replace(seen, text("3")), entry("key"));
    }

    @Test
    void doesNotReplaceADeletedKey() {
        store.put("key", text("1"));
        Entry seen = entry("key");
        store.delete("key");

        assertConflictWithAbsence(store.replace(seen, text("2")));
    }

    @Test
    void doesNotReplaceTwiceWithOneCondition() {
        long revision = store.put("key", text("1")).revision();

        assertThat(store.replace("key", revision, text("2")).isApplied()).isTrue();
        assertConflict(store.replace("key", revision, text("2")), entry("key"));
    }

    @Test
    void doesNotReplaceAKeyThatWasChangedAndChangedBack() {
        store.put("key", text("a"));
        Entry seen = entry("key");
        store.put("key", text("b"));
        store.put("key", text("a"));

        assertConflict(store.replace(seen, text("c")), entry("key"));
    }

    @Test
    void doesNotReplaceAKeyThatWasDeletedAndWrittenAgain() {
        store.put("key", text("a"));
        Entry seen = entry("key");
        store.delete("key");
        store.put("key", text("a"));

        assertConflict(store.replace(seen, text("c")), entry("key"));
    }

    @Test
    void deletesAnUnchangedKey() {
        store.put("key", text("1"));
        Entry seen = entry("key");

        WriteResult result = store.deleteIf(seen);

        assertThat(result.isApplied()).isTrue();
        assertThat(result.revision()).isGreaterThan(seen.modRevision());
        assertThat(store.get("key")).isEmpty();
    }

    @Test
    void doesNotDeleteAKeyThatWasChangedAndChangedBack() {
        store.put("key", text("a"));
        Entry seen = entry("key");
        store.put("key", text("b"));
        store.put("key", text("a"));

        assertConflict(store.deleteIf(seen), entry("key"));
    }

    @Test
    void doesNotDeleteTwice() {
        long revision = store.put("key", text("1")).revision();
        store.deleteIf("key", revision);

        assertConflictWithAbsence(store.deleteIf("key", revision));
    }

    @Test
    void refusesAConditionThatNoKeyCanMeet() {
        for (long bad : List.of(0L, -1L)) {
            assertThatIllegalArgumentException().isThrownBy(() -> store.replace("key", bad, text("")));
            assertThatIllegalArgumentException().isThrownBy(() -> store.deleteIf("key", bad));
        }
    }

    @Test
    void letsOneOfManyCreatorsWin() {
        List<WriteResult> results = Crowd.call(RACERS, racer -> store.create("key", number(racer)));

        assertOneWinner(results);
    }

    /** One store makes writes to one key one after the other; several of them meet in the backend. */
    @Test
    @Needs(Capability.SHARED_STATE)
    void letsOneOfTheCreatorsOnManyStoresWin() {
        List<Store> stores = several();

        List<WriteResult> results =
                Crowd.call(RACERS, racer -> stores.get(racer % stores.size()).create("key", number(racer)));

        assertOneWinner(results);
    }

    @Test
    @Needs(Capability.SHARED_STATE)
    void letsOneOfManyReplacersWin() {
        store.put("key", text("start"));
        Entry seen = entry("key");
        List<Store> stores = several();

        List<WriteResult> results =
                Crowd.call(RACERS, racer -> stores.get(racer % stores.size()).replace(seen, number(racer)));

        assertOneWinner(results);
        assertThat(entry("key").version()).isEqualTo(2);
    }

    private void assertOneWinner(List<WriteResult> results) {
        List<Integer> winners = IntStream.range(0, results.size())
                .filter(racer -> results.get(racer).isApplied())
                .boxed()
                .toList();
        assertThat(winners).hasSize(1);
        Entry won = entry("key");
        assertThat(number(won.value())).isEqualTo(winners.get(0).longValue());
        assertThat(results).filteredOn(result -> !result.isApplied()).allSatisfy(result -> assertConflict(result, won));
    }

    private void assertConflict(WriteResult result, Entry current) {
        assertThat(result).asInstanceOf(type(Conflict.class)).satisfies(conflict -> {
            assertThat(conflict.current()).contains(current);
            assertThat(conflict.revision()).isGreaterThanOrEqualTo(current.modRevision());
        });
        assertThat(store.get(current.key())).as("the key after the conflict").contains(current);
    }

    private void assertConflictWithAbsence(WriteResult result) {
        assertThat(result)
                .asInstanceOf(type(Conflict.class))
                .satisfies(conflict -> assertThat(conflict.current()).isEmpty());
        assertThat(store.get("key")).isEmpty();
    }
}
