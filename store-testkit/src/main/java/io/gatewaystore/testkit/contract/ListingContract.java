package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.Count;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyListing;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.error.CompactedException;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Listings: however many keys a range holds and whoever writes meanwhile, a listing is complete, in key order, and shows the range as it was
 * at the one revision it names; if that is compacted before its last page is read, it fails and shows nothing. It is read in pages of a few
 * hundred keys at first, which never show. A listing of keys is the same without the values, and a count tells how long it is.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class ListingContract extends Concept {

    /** More than the first pages hold. */
    private static final int MANY = 1_300;

    private static final int BATCH = 100;

    ListingContract() {}

    @Test
    void isEmptyWhereThereIsNothing() {
        long written = store.put("other", text("")).revision();
        Listing listing = store.list(KeyRange.directory("empty"));

        assertThat(listing.entries()).isEmpty();
        assertThat(listing.revision()).isGreaterThanOrEqualTo(written);
        assertThat(store.count(KeyRange.directory("empty"))).isEqualTo(new Count(listing.revision(), 0));
    }

    @Test
    void listsWholeEntries() {
        long first = store.put("a", text("1")).revision();
        long second = store.put("a", text("2")).revision();
        long third = store.put("b", Bytes.empty()).revision();

        assertThat(store.list(KeyRange.all()))
                .isEqualTo(new Listing(
                        third,
                        List.of(
                                new Entry("a", text("2"), first, second, 2, false),
                                new Entry("b", Bytes.empty(), third, third, 1, false))));
    }

    @Test
    void listsMoreKeysThanAPageOnceEachAndInOrder() {
        putMany();

        assertThat(keys(store.list(KeyRange.directory("many")))).containsExactlyElementsOf(manyKeys());
        assertThat(store.keys(KeyRange.directory("many")).keys()).isEqualTo(manyKeys());
        assertThat(store.count(KeyRange.directory("many")).keys()).isEqualTo(MANY);
    }

    @Test
    void listsKeysAlone() {
        store.put("a", text("1"));
        store.put("b/c", Bytes.empty());
        store.put("\ud83d\ude00", text("2"));
        long newest = store.put("\uffee", text("3")).revision();

        assertThat(store.keys(KeyRange.all()))
                .isEqualTo(new KeyListing(newest, List.of("a", "b/c", "\uffee", "\ud83d\ude00")));
        assertThat(store.keys(KeyRange.directory("b"))).containsExactly("b/c");
        assertThat(store.keys(KeyRange.single("a"))).containsExactly("a");
        assertThat(store.keys(KeyRange.directory("empty"))).isEqualTo(new KeyListing(newest, List.of()));
    }

    @Test
    void listsMoreBytesThanFitInOneMessage() {
        Bytes large = Bytes.copyOf(new byte[200_000]);
        List<String> names =
                IntStream.range(100, 140).mapToObj(i -> "large/" + i).toList();
        names.forEach(key -> store.put(key, large));

        Listing listing = store.list(KeyRange.directory("large"));

        assertThat(keys(listing)).containsExactlyElementsOf(names);
        assertThat(listing).allSatisfy(entry -> assertThat(entry.value().size()).isEqualTo(200_000));
    }

    /** Every transaction writes the same number to the first and the last key, which never share a page. */
    @Test
    void showsOneRevisionOnAllPages() throws Exception {
        putMany();
        String first = manyKeys().get(0);
        String last = manyKeys().get(MANY - 1);
        try (Noise noise =
                new Noise(i -> store.commit(Txn.of(Operation.put(first, number(i)), Operation.put(last, number(i)))))) {
            noise.awaitSome();
            for (int i = 0; i < 20; i++) {
                Listing listing = store.list(KeyRange.directory("many"));

                assertThat(listing.entries()).hasSize(MANY);
                Entry front = listing.entries().get(0);
                Entry back = listing.entries().get(MANY - 1);
                assertThat(front.value()).isEqualTo(back.value());
                assertThat(front.modRevision()).isEqualTo(back.modRevision());
                assertThat(listing)
                        .allSatisfy(entry -> assertThat(entry.modRevision()).isLessThanOrEqualTo(listing.revision()));
            }
        }
    }

    /** A key wanders from before the first page to behind the last and back: neither twice nor never is it seen. */
    @Test
    void neitherSkipsNorRepeatsAKeyThatMovesBetweenPages() throws Exception {
        putMany();
        try (Noise noise = new Noise(i -> store.commit(
                i % 2 == 0
                        ? Txn.of(Operation.put("many/0", text("here")), Operation.delete("many/z"))
                        : Txn.of(Operation.put("many/z", text("here")), Operation.delete("many/0"))))) {
            noise.awaitSome();
            for (int i = 0; i < 20; i++) {
                assertThat(keys(store.list(KeyRange.directory("many"))))
                        .hasSize(MANY + 1)
                        .doesNotHaveDuplicates();
                assertThat(store.keys(KeyRange.directory("many")))
                        .hasSize(MANY + 1)
                        .doesNotHaveDuplicates();
            }
        }
    }

    /** Whoever writes also drops the history before each write, so that a page may find the revision of the first one gone. */
    @Test
    @Needs({Capability.HISTORY, Capability.COMPACTION})
    void isWholeOrSaysThatItsRevisionIsCompacted() {
        putMany();
        String first = manyKeys().get(0);
        String last = manyKeys().get(MANY - 1);
        try (Noise noise = new Noise(i ->
                fixture.compact(store.commit(Txn.of(Operation.put(first, number(i)), Operation.put(last, number(i))))
                        .revision()))) {
            noise.awaitSome();
            for (int i = 0; i < 20; i++) {
                assertWhole();
            }
        }
    }

    private void assertWhole() {
        try {
            Listing listing = store.list(KeyRange.directory("many"));
            assertThat(keys(listing)).containsExactlyElementsOf(manyKeys());
            Entry front = listing.entries().get(0);
            Entry back = listing.entries().get(MANY - 1);
            assertThat(front.value()).isEqualTo(back.value());
            assertThat(front.modRevision()).isEqualTo(back.modRevision()).isLessThanOrEqualTo(listing.revision());
            assertThat(store.keys(KeyRange.directory("many")).keys()).isEqualTo(manyKeys());
        } catch (CompactedException gone) {
            assertThat(gone.requested()).as("the revision that is gone").isPositive();
        }
    }

    @Test
    @Needs(Capability.HISTORY)
    void listsManyKeysAsTheyWereAtAPastRevision() {
        long then = putMany();
        store.deleteRange(KeyRange.interval("many/1500", "many/2000"));
        store.put("many/1000", text("new"));

        Listing past = store.list(KeyRange.directory("many"), ReadOptions.atRevision(then));

        assertThat(past.revision()).isEqualTo(then);
        assertThat(keys(past)).containsExactlyElementsOf(manyKeys());
        assertThat(past.entries().get(0).value()).isEqualTo(text("old"));
        assertThat(store.keys(KeyRange.directory("many"), ReadOptions.atRevision(then)))
                .isEqualTo(new KeyListing(then, manyKeys()));
        assertThat(store.count(KeyRange.directory("many"), ReadOptions.atRevision(then)))
                .isEqualTo(new Count(then, MANY));
    }

    @Test
    void deletesMoreKeysThanAPageInOneRevision() {
        long before = putMany();

        var deleted = store.deleteRange(KeyRange.directory("many"));

        assertThat(deleted.keys()).isEqualTo(MANY);
        assertThat(deleted.revision()).isEqualTo(before + 1);
        assertThat(store.count(KeyRange.directory("many")).keys()).isZero();
    }

    private long putMany() {
        long revision = 0;
        List<String> names = manyKeys();
        for (int from = 0; from < MANY; from += BATCH) {
            List<Operation> puts = new ArrayList<>();
            names.subList(from, from + BATCH).forEach(key -> puts.add(Operation.put(key, text("old"))));
            revision = store.commit(Txn.of(puts.toArray(Operation[]::new))).revision();
        }
        return revision;
    }

    private static List<String> manyKeys() {
        return IntStream.range(1_000, 1_000 + MANY).mapToObj(i -> "many/" + i).toList();
    }
}
