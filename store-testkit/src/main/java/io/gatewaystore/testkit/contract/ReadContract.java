package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.Count;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.error.CompactedException;
import io.gatewaystore.error.FutureRevisionException;
import io.gatewaystore.error.Outcome;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * How fresh a read is.
 *
 * <ul>
 *   <li>A linearizable read, the default, sees every write that was acknowledged before it began.
 *   <li>A serializable read sees some state that was; what it shows catches up by itself.
 *   <li>A read at a revision sees the state right after that revision, for ever the same, until it is compacted.
 *   <li>A read at least at a revision sees a state that includes it.
 *   <li>A revision that does not exist yet, or no longer, has an exception of its own.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class ReadContract extends Concept {

    private static final long FAR_AWAY = 1_000_000;

    ReadContract() {}

    @Test
    void tellsTheRevisionOfAReadEvenOfAnAbsence() {
        long written = store.put("a", text("")).revision();

        assertThat(store.list(KeyRange.single("absent")).revision()).isEqualTo(written);
        assertThat(store.count(KeyRange.all())).isEqualTo(new Count(written, 1));
    }

    @Test
    void catchesUpWithSerializableReads() {
        store.put("key", text("1"));
        store.put("key", text("2"));

        eventually().untilAsserted(() -> {
            assertThat(store.get("key", ReadOptions.serializable()))
                    .map(Entry::value)
                    .contains(text("2"));
            assertThat(store.list(KeyRange.all(), ReadOptions.serializable()).entries())
                    .hasSize(1);
            assertThat(store.keys(KeyRange.all(), ReadOptions.serializable())).containsExactly("key");
            assertThat(store.count(KeyRange.all(), ReadOptions.serializable()).keys())
                    .isEqualTo(1);
        });
    }

    @Test
    @Needs(Capability.HISTORY)
    void readsAKeyAtEveryRevisionItHad() {
        long created = store.put("key", text("1")).revision();
        long changed = store.put("key", text("2")).revision();
        long elsewhere = store.put("other", text("")).revision();
        long deleted = store.delete("key").revision();
        long again = store.put("key", text("3")).revision();

        assertThat(at("key", created)).isEqualTo("1");
        assertThat(at("key", changed)).isEqualTo("2");
        assertThat(at("key", elsewhere)).isEqualTo("2");
        assertThat(store.get("key", ReadOptions.atRevision(deleted))).isEmpty();
        assertThat(at("key", again)).isEqualTo("3");
        assertThat(store.get("other", ReadOptions.atRevision(changed))).isEmpty();
    }

    @Test
    @Needs(Capability.HISTORY)
    void readsTheWholePastEntry() {
        long created = store.put("key", text("1")).revision();
        long changed = store.put("key", text("2")).revision();
        store.put("key", text("3"));

        assertThat(store.get("key", ReadOptions.atRevision(changed)))
                .contains(new Entry("key", text("2"), created, changed, 2, false));
    }

    @Test
    @Needs(Capability.HISTORY)
    void listsAPastRevisionAndNamesIt() {
        store.put("a", text("1"));
        long then = store.put("b", text("1")).revision();
        store.delete("a");
        store.put("c", text("1"));

        var past = store.list(KeyRange.all(), ReadOptions.atRevision(then));

        assertThat(past.revision()).isEqualTo(then);
        assertThat(keys(past)).containsExactly("a", "b");
    }

    @Test
    void readsAtLeastARevision() {
        long written = store.put("key", text("1")).revision();

        assertThat(store.get("key", ReadOptions.atLeast(written)))
                .map(Entry::value)
                .contains(text("1"));
        assertThat(store.get("key", ReadOptions.atLeast(1))).isPresent();
        assertThat(store.list(KeyRange.all(), ReadOptions.atLeast(written)).revision())
                .isGreaterThanOrEqualTo(written);
        assertThat(store.keys(KeyRange.all(), ReadOptions.atLeast(written))).containsExactly("key");
        assertThat(store.count(KeyRange.all(), ReadOptions.atLeast(written)).keys())
                .isEqualTo(1);
    }

    @Test
    @Needs(Capability.SHARED_STATE)
    void readsAtLeastWhatAnotherStoreHasSeen() {
        var other = another();
        for (int i = 0; i < 50; i++) {
            long told = store.put("key", number(i)).revision();

            assertThat(other.get("key", ReadOptions.atLeast(told)))
                    .map(Entry::value)
                    .contains(number(i));
        }
    }

    @Test
    void failsForARevisionThatDoesNotExistYet() {
        long newest = store.put("key", text("1")).revision();
        ReadOptions atLeast = ReadOptions.atLeast(newest + FAR_AWAY);

        assertFuture(() -> store.get("key", atLeast));
        assertFuture(() -> store.list(KeyRange.all(), atLeast));
        assertFuture(() -> store.keys(KeyRange.all(), atLeast));
        assertFuture(() -> store.count(KeyRange.all(), atLeast));
    }

    @Test
    @Needs(Capability.HISTORY)
    void failsForAPastRevisionThatDoesNotExistYet() {
        long newest = store.put("key", text("1")).revision();
        ReadOptions at = ReadOptions.atRevision(newest + FAR_AWAY);

        assertFuture(() -> store.get("key", at));
        assertFuture(() -> store.list(KeyRange.all(), at));
        assertFuture(() -> store.keys(KeyRange.all(), at));
        assertFuture(() -> store.count(KeyRange.all(), at));
    }

    @Test
    @Needs({Capability.HISTORY, Capability.COMPACTION})
    void failsForACompactedRevisionAndReadsTheOldestThatIsLeft() {
        long dropped = store.put("key", text("1")).revision();
        long oldest = store.put("key", text("2")).revision();
        store.put("key", text("3"));
        fixture.compact(oldest);

        assertThat(at("key", oldest)).isEqualTo("2");
        assertThat(store.get("key")).map(Entry::value).contains(text("3"));
        assertCompacted(() -> store.get("key", ReadOptions.atRevision(dropped)), dropped, oldest);
        assertCompacted(() -> store.list(KeyRange.all(), ReadOptions.atRevision(dropped)), dropped, oldest);
        assertCompacted(() -> store.keys(KeyRange.all(), ReadOptions.atRevision(dropped)), dropped, oldest);
        assertCompacted(() -> store.count(KeyRange.all(), ReadOptions.atRevision(dropped)), dropped, oldest);
    }

    @Test
    @Needs({Capability.HISTORY, Capability.COMPACTION})
    void keepsWhatIsThereThroughACompaction() {
        store.put("old", text("1"));
        store.put("gone", text("1"));
        store.delete("gone");
        fixture.compact(store.put("new", text("1")).revision());

        assertThat(keys(store.list(KeyRange.all()))).containsExactly("new", "old");
        assertThat(entry("old").version()).isEqualTo(1);
        assertThat(store.create("gone", text("2")).isApplied()).isTrue();
        assertThat(entry("gone").version()).isEqualTo(1);
    }

    private String at(String key, long revision) {
        return store.get(key, ReadOptions.atRevision(revision))
                .orElseThrow()
                .value()
                .toUtf8();
    }

    private static void assertFuture(ThrowingCallable call) {
        assertThatExceptionOfType(FutureRevisionException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED));
    }

    private static void assertCompacted(ThrowingCallable call, long requested, long oldest) {
        assertThatExceptionOfType(CompactedException.class).isThrownBy(call).satisfies(failure -> {
            assertThat(failure.requested()).isEqualTo(requested);
            assertThat(failure.compacted()).isIn(0L, oldest);
            assertThat(failure.isRetryable()).isFalse();
        });
    }
}
