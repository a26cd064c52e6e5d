package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatewaystore.Bytes;
import io.gatewaystore.Deleted;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Keys and values: what is put is read back, with the revisions that made it.
 *
 * <ul>
 *   <li>Every write creates a revision later than all before it; it is the key's modRevision.
 *   <li>The first write since a key was absent is its createRevision and makes version 1; every further write adds 1 to the version.
 *   <li>A deletion that finds nothing creates no revision.
 *   <li>A value may be any bytes, none included. A key is text of at least one character and well-formed; anything else is refused with
 *       {@link IllegalArgumentException} before anything is sent.
 *   <li>A store sees its own writes and, unless the state is not shared, those of others as soon as they are acknowledged.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class KeyValueContract extends Concept {

    KeyValueContract() {}

    @Test
    void findsNothingUnderAKeyNeverWritten() {
        assertThat(store.get("absent")).isEmpty();
    }

    @Test
    void readsBackWhatWasPutWithTheRevisionOfTheWrite() {
        long revision = store.put("key", text("value")).revision();

        assertThat(store.get("key")).contains(new Entry("key", text("value"), revision, revision, 1, false));
    }

    @Test
    void countsTheWritesToAKeyAndKeepsTheRevisionThatCreatedIt() {
        long first = store.put("key", text("1")).revision();
        long second = store.put("key", text("2")).revision();
        long third = store.put("key", text("2")).revision();

        assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
        assertThat(store.get("key")).contains(new Entry("key", text("2"), first, third, 3, false));
    }

    @Test
    void givesWritesToDifferentKeysDifferentRevisions() {
        long one = store.put("one", text("")).revision();
        long other = store.put("other", text("")).revision();

        assertThat(other).isGreaterThan(one);
        assertThat(entry("one").modRevision()).isEqualTo(one);
    }

    @Test
    void keepsAnEmptyValueApartFromNoValue() {
        store.put("empty", Bytes.empty());

        assertThat(store.get("empty")).map(Entry::value).contains(Bytes.empty());
        assertThat(store.list(KeyRange.all()).entries()).hasSize(1);
    }

    @Test
    void keepsEveryByteOfAValue() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        store.put("bytes", Bytes.copyOf(all));

        assertThat(entry("bytes").value()).isEqualTo(Bytes.copyOf(all));
    }

    @Test
    void takesAnyWellFormedTextAsAKey() {
        List<String> odd = List.of(
                " ", "/", "//a//", "\0", "a\0b", "line\nbreak", "ключ", "😀", "\uFFFD", "\uFFFF", ".", "..", "%2F");
        odd.forEach(key -> store.put(key, text(key)));

        for (String key : odd) {
            assertThat(entry(key).key()).isEqualTo(key);
            assertThat(entry(key).value()).isEqualTo(text(key));
        }
        assertThat(keys(store.list(KeyRange.all()))).containsExactlyInAnyOrderElementsOf(odd);
    }

    @Test
    void deletesAKeyAndTellsThatThereWasOne() {
        long written = store.put("key", text("value")).revision();

        Deleted deleted = store.delete("key");

        assertThat(deleted.keys()).isEqualTo(1);
        assertThat(deleted.revision()).isGreaterThan(written);
        assertThat(store.get("key")).isEmpty();
    }

    @Test
    void createsNoRevisionWhenThereIsNothingToDelete() {
        long written = store.put("key", text("value")).revision();

        Deleted deleted = store.delete("absent");

        assertThat(deleted).isEqualTo(new Deleted(written, 0));
        assertThat(store.put("key", text("value")).revision()).isEqualTo(written + 1);
    }

    @Test
    void beginsAnewWithAKeyThatIsWrittenAfterItsDeletion() {
        store.put("key", text("1"));
        store.put("key", text("2"));
        store.delete("key");
        long again = store.put("key", text("3")).revision();

        assertThat(store.get("key")).contains(new Entry("key", text("3"), again, again, 1, false));
    }

    @Test
    void refusesAKeyThatIsEmptyOrNotWellFormed() {
        for (String bad : List.of("", "\uD83D", "a\uDE00b", "\uDE00\uD83D")) {
            assertThatIllegalArgumentException().isThrownBy(() -> store.get(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> store.put(bad, text("")));
            assertThatIllegalArgumentException().isThrownBy(() -> store.create(bad, text("")));
            assertThatIllegalArgumentException().isThrownBy(() -> store.replace(bad, 1, text("")));
            assertThatIllegalArgumentException().isThrownBy(() -> store.delete(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> store.deleteIf(bad, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> store.update(bad, old -> text("")));
            assertThatIllegalArgumentException().isThrownBy(() -> store.commit(Txn.of(Operation.put(bad, text("")))));
            assertThatIllegalArgumentException().isThrownBy(() -> store.commit(Txn.of(Operation.get(bad))));
        }
        assertThat(store.count(KeyRange.all()).keys()).isZero();
    }

    @Test
    void keepsTheLifeOfAKeyThatHasNone() {
        store.put("key", text("1"), WriteOptions.keepLease());
        store.put("key", text("2"), WriteOptions.keepLease());

        assertThat(entry("key").leased()).isFalse();
        assertThat(entry("key").version()).isEqualTo(2);
        assertThat(entry("key").value()).isEqualTo(text("2"));
    }

    @Test
    @Needs(Capability.SHARED_STATE)
    void seesEveryWriteOfAnotherStoreThoughItOnlyReads() {
        var reader = another();
        for (int i = 0; i < 50; i++) {
            store.put("key", number(i));
            assertThat(reader.get("key")).map(Entry::value).contains(number(i));
        }
        store.delete("key");
        assertThat(reader.get("key")).isEmpty();
    }

    @Test
    @Needs(Capability.SHARED_STATE)
    void seesWhatAnotherStoreWroteAsSoonAsThatWasAcknowledged() {
        var other = another();
        for (int i = 0; i < 50; i++) {
            store.put("key", number(i));
            assertThat(other.get("key")).map(Entry::value).contains(number(i));
            other.delete("key");
            assertThat(store.get("key")).isEmpty();
        }
    }
}
