package io.gatewaystore.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.RawEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTreeTest {

    private static RawEntry entry(int key, long revision) {
        return new RawEntry(key(key), Bytes.empty(), revision, revision, 1, 0);
    }

    private static Bytes key(int key) {
        return Bytes.wrap(new byte[] {(byte) (key >> 8), (byte) key});
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void agreesWithASortedMapWhateverIsAddedAndRemoved(long seed) {
        Random random = new Random(seed);
        TreeMap<Bytes, RawEntry> expected = new TreeMap<>();
        EntryTree tree = EntryTree.EMPTY;
        for (int i = 0; i < 3_000; i++) {
            int key = random.nextInt(400);
            // Grows for a while, then shrinks for a while.
            if (random.nextInt(10) < (i / 700 % 2 == 0 ? 7 : 3)) {
                tree = tree.with(entry(key, i));
                expected.put(key(key), entry(key, i));
            } else {
                tree = tree.without(key(key));
                expected.remove(key(key));
            }
            assertThat(tree.isSound()).isTrue();
            assertThat(tree.size()).isEqualTo(expected.size());
            if (i % 20 == 0) {
                assertSameRange(tree, expected, random.nextInt(420), random.nextInt(420));
            }
        }
        assertThat(expected).as("the run leaves something to compare").isNotEmpty();
        for (int key = 0; key < 400; key++) {
            assertThat(tree.get(key(key))).isEqualTo(expected.get(key(key)));
        }
    }

    private static void assertSameRange(EntryTree tree, SortedMap<Bytes, RawEntry> expected, int one, int other) {
        Bytes start = key(Math.min(one, other));
        Bytes end = key(Math.max(one, other));
        for (KeyRange range : List.of(KeyRange.of(start, end), KeyRange.of(start, Bytes.empty()), KeyRange.all())) {
            SortedMap<Bytes, RawEntry> part = range.end().isEmpty()
                    ? expected.tailMap(range.start())
                    : expected.subMap(range.start(), range.end());
            List<RawEntry> found = new ArrayList<>();
            tree.collect(range, Long.MAX_VALUE, found);
            assertThat(found).containsExactlyElementsOf(part.values());
            assertThat(tree.count(range)).isEqualTo(part.size());
            List<RawEntry> first = new ArrayList<>();
            tree.collect(range, 3, first);
            assertThat(first)
                    .containsExactlyElementsOf(part.values().stream().limit(3).toList());
        }
    }

    @Test
    void aChangeLeavesTheOldTreeAsItWas() {
        EntryTree old = EntryTree.EMPTY;
        for (int key = 0; key < 100; key++) {
            old = old.with(entry(key, 1));
        }
        EntryTree changed = old;
        for (int key = 0; key < 100; key += 2) {
            changed = changed.without(key(key)).with(entry(key + 1, 2));
        }
        assertThat(changed.size()).isEqualTo(50);
        assertThat(old.size()).isEqualTo(100);
        List<RawEntry> entries = new ArrayList<>();
        old.collect(KeyRange.all(), Long.MAX_VALUE, entries);
        assertThat(entries).hasSize(100).allMatch(entry -> entry.modRevision() == 1);
    }
}
