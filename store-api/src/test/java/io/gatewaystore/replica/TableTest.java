package io.gatewaystore.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A table answers as a map does, and never changes. */
class TableTest {

    /** Strings with one hash. */
    private static final List<String> COLLIDING = List.of("AaAa", "AaBB", "BBAa", "BBBB");

    private static ReplicaEntry<Integer> entry(String key, int value) {
        Entry entry = new Entry(key, Bytes.utf8(Integer.toString(value)), 1, value + 1L, 1, false);
        return new ReplicaEntry<>(entry, value % 10 == 9 ? Optional.empty() : Optional.of(value));
    }

    private static Map<String, Integer> content(Table<Integer> table) {
        Map<String, Integer> content = new HashMap<>();
        table.forEach(entry -> content.put(entry.key(), (int) entry.modRevision() - 1));
        return content;
    }

    @Test
    void answersAsAMapThroughoutRandomChangesAndKeepsEveryOlderTable() {
        SplittableRandom random = new SplittableRandom(7);
        Map<String, Integer> model = new HashMap<>();
        List<Table<Integer>> tables =
                new ArrayList<>(List.of(Table.<Integer>withRoomFor(0).done()));
        List<Map<String, Integer>> models = new ArrayList<>(List.of(Map.of()));
        for (int round = 0; round < 300; round++) {
            Table.Edit<Integer> edit = tables.get(round).edit();
            for (int i = random.nextInt(20); i >= 0; i--) {
                String key = random.nextInt(8) == 0 ? COLLIDING.get(random.nextInt(4)) : "key/" + random.nextInt(900);
                if (random.nextInt(3) == 0) {
                    ReplicaEntry<Integer> before = edit.remove(key);
                    assertThat(before == null).isEqualTo(model.remove(key) == null);
                } else {
                    int value = random.nextInt(1_000);
                    ReplicaEntry<Integer> before = edit.put(entry(key, value));
                    assertThat(before == null).isEqualTo(model.put(key, value) == null);
                }
            }
            tables.add(edit.done());
            models.add(Map.copyOf(model));
        }

        for (int round = 0; round < tables.size(); round += 10) {
            Table<Integer> table = tables.get(round);
            Map<String, Integer> expected = models.get(round);
            assertThat(content(table)).isEqualTo(expected);
            assertThat(table.size()).isEqualTo(expected.size());
            assertThat(table.undecodable()).isEqualTo((int)
                    expected.values().stream().filter(value -> value % 10 == 9).count());
            expected.keySet().forEach(key -> assertThat(table.find(key)).isNotNull());
            assertThat(table.find("absent")).isNull();
        }
    }

    @Test
    void tellsKeysOfOneHashApart() {
        Table.Edit<Integer> edit = Table.withRoomFor(2);
        COLLIDING.forEach(key -> edit.put(entry(key, COLLIDING.indexOf(key))));
        edit.remove("AaBB");
        Table<Integer> table = edit.done();

        assertThat(content(table)).isEqualTo(Map.of("AaAa", 0, "BBAa", 2, "BBBB", 3));
        assertThat(table.find("AaBB")).isNull();
    }

    @Test
    void holdsAsManyKeysOfOneHashAsThereAre() {
        List<String> keys = List.of("");
        for (int i = 0; i < 8; i++) {
            keys = keys.stream()
                    .flatMap(key -> Stream.of(key + "Aa", key + "BB"))
                    .toList();
        }
        assertThat(keys).extracting(Table::hash).containsOnly(Table.hash(keys.get(0)));
        Table.Edit<Integer> edit = Table.withRoomFor(0);
        keys.forEach(key -> edit.put(entry(key, 1)));
        keys.subList(0, 100).forEach(edit::remove);
        Table<Integer> table = edit.done();

        assertThat(content(table)).containsOnlyKeys(keys.subList(100, keys.size()));
        assertThat(keys.subList(100, keys.size()))
                .allSatisfy(key -> assertThat(table.find(key)).isNotNull());
    }

    @Test
    void isSortedOnce() {
        Table.Edit<Integer> edit = Table.withRoomFor(2);
        COLLIDING.forEach(key -> edit.put(entry(key, 1)));
        Table<Integer> table = edit.done();

        assertThat(table.sorted()).extracting(ReplicaEntry::key).containsExactlyElementsOf(COLLIDING);
        assertThat(table.sorted()).isSameAs(table.sorted());
    }
}
