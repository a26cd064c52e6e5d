package io.gatewaystore.memory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.txn.Compare;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Whatever the interleaving of a few calls, some order of them one after the other gives the same answers, revisions included. Lincheck makes the
 * calls and switches threads between any two accesses of shared memory.
 */
class LinearizabilityTest {

    /** Values that never change and what is confined to one thread: nothing can happen between two accesses to these. */
    private static final Set<String> WITHOUT_RACES = Set.of(
            "io.gatewaystore.memory.Comparison",
            "io.gatewaystore.memory.EntryTree",
            "io.gatewaystore.memory.LeaseTable",
            "io.gatewaystore.memory.Reading",
            "io.gatewaystore.memory.Transaction");

    private static ModelCheckingOptions fewCalls() {
        return new ModelCheckingOptions()
                .sequentialSpecification(OneAfterTheOther.class)
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(LinearizabilityTest::isWithoutRaces)
                        .allMethods()
                        .ignore())
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(1)
                .iterations(5)
                .invocationsPerIteration(100);
    }

    private static boolean isWithoutRaces(String name) {
        String outermost = name.replaceFirst("\\$.*", "");
        boolean value = name.startsWith("io.gatewaystore.") && !name.startsWith("io.gatewaystore.memory.");
        return value || WITHOUT_RACES.contains(outermost);
    }

    @Test
    void theCoreIsLinearizable() {
        fewCalls().check(Core.class);
    }

    /** Else the test above proves nothing. */
    @Test
    void aCoreThatLooksBeforeItWritesIsFoundOut() {
        assertThatThrownBy(() -> fewCalls().minimizeFailedScenario(false).check(HastyCore.class))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining("Invalid execution results");
    }

    /** The calls, with answers that can be compared. Lincheck makes one for every execution. */
    @Param(name = "key", gen = IntGen.class, conf = "1:2")
    @Param(name = "value", gen = IntGen.class, conf = "1:3")
    @Param(name = "revision", gen = IntGen.class, conf = "1:4")
    public static class Core {

        /** So few that history is dropped under way. */
        private static final int REVISIONS_KEPT = 2;

        final Engine engine = new Engine(new ManualClock(), new History(REVISIONS_KEPT, Long.MAX_VALUE));

        @Operation
        public String put(@Param(name = "key") int key, @Param(name = "value") int value) {
            return "at "
                    + engine.write(transaction -> transaction.put(putting(key, value)))
                            .revision();
        }

        @Operation
        public String create(@Param(name = "key") int key, @Param(name = "value") int value) {
            return guarded(Compare.absent("k" + key), key, value);
        }

        @Operation
        public String replace(
                @Param(name = "key") int key,
                @Param(name = "revision") int revision,
                @Param(name = "value") int value) {
            return guarded(Compare.modRevision("k" + key).equalTo(revision), key, value);
        }

        @Operation
        public String delete(@Param(name = "key") int key) {
            Response.Delete answer =
                    engine.write(transaction -> transaction.delete(new Request.Delete(KeyRange.single("k" + key))));
            return answer.deleted() + " at " + answer.revision();
        }

        @Operation
        public String get(@Param(name = "key") int key) {
            return shown(engine.range(Client.reading(KeyRange.single("k" + key))));
        }

        @Operation
        public String list() {
            return shown(engine.range(Client.reading(KeyRange.all())));
        }

        private String guarded(Compare condition, int key, int value) {
            Request.Txn txn = Client.txn(
                    List.of(condition),
                    List.of(putting(key, value)),
                    List.of(Client.reading(KeyRange.single("k" + key))));
            Response.Txn answer = engine.write(transaction -> transaction.run(txn));
            return (answer.succeeded() ? "applied at " : "conflict at ") + answer.revision();
        }

        static Request.Put putting(int key, int value) {
            return new Request.Put(Bytes.utf8("k" + key), Bytes.utf8("v" + value), 0, false);
        }

        static String shown(Response.Range answer) {
            String shown = answer.revision() + ":";
            for (RawEntry entry : answer.entries()) {
                shown += " " + entry.key().toUtf8() + "=" + entry.value().toUtf8() + "@" + entry.createRevision() + "-"
                        + entry.modRevision() + "#" + entry.version();
            }
            return shown;
        }
    }

    /** What the calls answer when nobody else makes one. */
    public static class OneAfterTheOther {

        /** A key's value and history. */
        private record Item(int value, long created, long written, long version) {}

        private final TreeMap<Integer, Item> items = new TreeMap<>();
        private long revision = 1;

        public String put(int key, int value) {
            Item old = items.get(key);
            revision++;
            items.put(
                    key,
                    old == null
                            ? new Item(value, revision, revision, 1)
                            : new Item(value, old.created(), revision, old.version() + 1));
            return "at " + revision;
        }

        public String create(int key, int value) {
            return items.containsKey(key) ? "conflict at " + revision : "applied " + put(key, value);
        }

        public String replace(int key, int expected, int value) {
            Item old = items.get(key);
            return old == null || old.written() != expected ? "conflict at " + revision : "applied " + put(key, value);
        }

        public String delete(int key) {
            boolean found = items.remove(key) != null;
            if (found) {
                revision++;
            }
            return (found ? 1 : 0) + " at " + revision;
        }

        public String get(int key) {
            return revision + ":" + shown(key);
        }

        public String list() {
            String shown = revision + ":";
            for (int key : items.keySet()) {
                shown += shown(key);
            }
            return shown;
        }

        private String shown(int key) {
            Item item = items.get(key);
            return item == null
                    ? ""
                    : " k" + key + "=v" + item.value() + "@" + item.created() + "-" + item.written() + "#"
                            + item.version();
        }
    }

    /** Loses a race: between its look at the key and its write there may be somebody else's. */
    public static class HastyCore extends Core {

        @Operation
        @Override
        public String create(@Param(name = "key") int key, @Param(name = "value") int value) {
            Response.Range current = engine.range(Client.reading(KeyRange.single("k" + key)));
            if (!current.entries().isEmpty()) {
                return "conflict at " + current.revision();
            }
            return "applied at "
                    + engine.write(transaction -> transaction.put(putting(key, value)))
                            .revision();
        }
    }
}
