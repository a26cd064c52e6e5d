package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchOptions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a watch tells: every change of its range, in the order of revisions, each revision once and as a whole, and nothing else.
 *
 * <ul>
 *   <li>A put carries the entry as the write left it, a deletion its revision; on request both carry the entry as it was before.
 *   <li>All that a transaction or a deletion changed in the range arrives in one change set, in which a key appears once.
 *   <li>Values between two changes are not left out, however fast they follow each other.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class WatchChangesContract extends Concept {

    WatchChangesContract() {}

    @Test
    void tellsOfAWriteWithTheEntryItLeft() {
        Recorder told = watch(WatchOptions.fromNow());
        store.put("key", text("1"));
        store.put("key", text("2"));
        store.put("end", text(""));

        told.awaitKey("end");
        Entry last = entry("key");
        assertThat(told.changes().get(0)).asInstanceOf(type(Change.Put.class)).satisfies(put -> {
            assertThat(put.isCreate()).isTrue();
            assertThat(put.previous()).isEmpty();
        });
        assertThat(told.changes().get(1)).asInstanceOf(type(Change.Put.class)).satisfies(put -> {
            assertThat(put.entry()).isEqualTo(last);
            assertThat(put.isCreate()).isFalse();
            assertThat(put.revision()).isEqualTo(last.modRevision());
            assertThat(put.previous()).as("not asked for").isEmpty();
        });
    }

    @Test
    void tellsOfADeletionWithItsRevision() {
        store.put("key", text("1"));
        Recorder told = watch(WatchOptions.fromNow());
        long deleted = store.delete("key").revision();
        store.put("end", text(""));

        told.awaitKey("end");
        assertThat(told.changes().get(0)).isEqualTo(new Change.Delete("key", deleted, java.util.Optional.empty()));
        assertThat(told.changeSets().get(0).revision()).isEqualTo(deleted);
    }

    @Test
    void tellsOfNoDeletionWhereThereWasNothing() {
        Recorder told = watch(WatchOptions.fromNow());
        store.delete("absent");
        store.create("a", text("1"));
        store.create("a", text("2"));
        store.put("end", text(""));

        assertThat(told.awaitKey("end").story()).containsExactly("put a=1", "put end=");
    }

    @Test
    void carriesThePreviousEntryIfAsked() {
        store.put("key", text("1"));
        Entry first = entry("key");
        Recorder told = watch(WatchOptions.fromNow().withPrevious());
        store.put("key", text("2"));
        Entry second = entry("key");
        store.delete("key");
        store.put("key", text("3"));
        store.put("end", text(""));

        told.awaitKey("end");
        List<Change> changes = told.changes();
        assertThat(changes.get(0).previous()).contains(first);
        assertThat(changes.get(1).previous()).contains(second);
        assertThat(changes.get(2).previous()).isEmpty();
    }

    @Test
    void tellsOfATransactionAsAWhole() {
        store.put("old", text("1"));
        Recorder told = watch(WatchOptions.fromNow());
        long revision = store.commit(Txn.of(
                        Operation.put("a", text("1")),
                        Operation.delete("old"),
                        Operation.nested(Txn.of(Operation.put("b", text("2"))))))
                .revision();
        store.put("end", text(""));

        ChangeSet whole = told.awaitKey("end").changeSets().get(0);
        assertThat(whole.revision()).isEqualTo(revision);
        assertThat(whole.changes())
                .extracting(Recorder::line)
                .containsExactlyInAnyOrder("put a=1", "delete old", "put b=2");
        assertThat(told.changeSets()).hasSize(2);
    }

    @Test
    void tellsOfTheDeletionOfManyKeysAsAWhole() {
        for (int batch = 0; batch < 10; batch++) {
            int from = batch * 100;
            store.commit(Txn.of(IntStream.range(from, from + 100)
                    .mapToObj(i -> Operation.put("many/" + i, text("x".repeat(500))))
                    .toArray(Operation[]::new)));
        }
        Recorder told = watch(WatchOptions.fromNow().withPrevious());
        store.deleteRange(KeyRange.directory("many"));
        store.put("end", text(""));

        assertThat(told.awaitKey("end").changeSets()).hasSize(2);
        assertThat(told.changeSets().get(0).changes())
                .hasSize(1_000)
                .allSatisfy(change -> assertThat(change.previous()).isPresent())
                .extracting(Change::key)
                .doesNotHaveDuplicates();
    }

    @Test
    void tellsOfThePartOfATransactionThatIsInTheRange() {
        Recorder told = new Recorder();
        store.watch(KeyRange.directory("d"), told);
        store.commit(Txn.of(Operation.put("d/a", text("1")), Operation.put("e/a", text("2"))));
        store.put("da", text("3"));
        store.put("d/end", text(""));

        assertThat(told.awaitKey("d/end").story()).containsExactly("put d/a=1", "put d/end=");
    }

    @Test
    void watchesOneKey() {
        Recorder told = new Recorder();
        store.watch(KeyRange.single("a"), told);
        store.put("a\0", text("no"));
        store.put("ab", text("no"));
        store.put("a", text("1"));
        store.delete("a");
        store.put("a", text("end"));

        eventually().untilAsserted(() -> assertThat(told.story()).containsExactly("put a=1", "delete a", "put a=end"));
    }

    /** Many writers, many watches: each must tell the same story, that of the store. */
    @Test
    void tellsEveryRevisionOnceInOrderUnderConcurrentWrites() {
        long before = store.put("start", text("")).revision();
        Recorder[] tellings = new Recorder[5];
        for (int i = 0; i < tellings.length; i++) {
            tellings[i] = watch(WatchOptions.fromNow());
        }

        Crowd.call(8, writer -> {
            for (int i = 0; i < 60; i++) {
                store.put("key" + (writer + i) % 5, text(writer + "/" + i));
                if (i % 10 == 0) {
                    store.delete("key" + i % 5);
                }
            }
            return writer;
        });
        long end = store.put("end", text("")).revision();

        List<String> story = tellings[0].awaitKey("end").story();
        for (Recorder told : tellings) {
            told.awaitKey("end");
            assertThat(told.revisions())
                    .containsExactlyElementsOf(IntStream.rangeClosed((int) before + 1, (int) end)
                            .mapToObj(revision -> (long) revision)
                            .toList());
            assertThat(told.story()).isEqualTo(story);
        }
        assertThat(story).filteredOn(line -> line.startsWith("put key")).hasSize(8 * 60);
    }

    @Test
    void leavesOutNothingBetweenTwoValues() {
        Recorder told = watch(WatchOptions.fromNow());
        for (int i = 0; i < 100; i++) {
            store.put("blink", number(i));
            store.delete("blink");
        }
        store.put("end", text(""));

        assertThat(told.awaitKey("end").story()).hasSize(201).startsWith("put blink=0", "delete blink", "put blink=1");
    }

    @Test
    @Needs(Capability.SHARED_STATE)
    void tellsOfWhatOtherStoresWrite() {
        Recorder told = watch(WatchOptions.fromNow());
        Store other = another();
        other.put("a", text("1"));
        store.put("b", text("2"));
        other.delete("a");
        other.put("end", text(""));

        assertThat(told.awaitKey("end").story()).containsExactly("put a=1", "put b=2", "delete a", "put end=");
    }

    @Test
    void namesTheLastRevisionToldOf() {
        Recorder told = new Recorder();
        Watch watch = store.watch(KeyRange.all(), told);
        assertThat(watch.revision()).isZero();

        store.put("key", text("1"));
        long last = store.put("end", text("")).revision();

        told.awaitKey("end");
        assertThat(watch.revision()).isEqualTo(last);
    }

    private Recorder watch(WatchOptions options) {
        Recorder told = new Recorder();
        store.watch(KeyRange.all(), options, told);
        return told;
    }
}
