package io.gatewaystore.testkit.model;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.testkit.contract.Capability;
import io.gatewaystore.testkit.model.Step.Freshness;
import io.gatewaystore.testkit.model.Step.Update.Edit;
import io.gatewaystore.testkit.model.Step.View;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes the steps of a run: the same ones for the same seed, on every machine. Not thread-safe. */
final class Generator {

    /** Few, so that they meet; many of them each other's prefix, neighbour in one order but not in another, or in a namespace. */
    private static final List<String> KEYS = List.of(
            "a",
            "ab",
            "a/",
            "a/b",
            "/a",
            "/ab",
            "/a/b",
            "a\u0000",
            "\u0000",
            "b",
            "n",
            "n/a",
            "n/a/b",
            "n/ab",
            "n0",
            "n0/a",
            "\u007f",
            "\u00ff",
            "\ue000",
            "\uffff",
            "\ud83d\ude00",
            "\udbff\udfff",
            "n/\udbff\udfff");

    private static final List<View> VIEWS = List.of(
            new View(List.of()),
            new View(List.of("n")),
            new View(List.of("n", "a")),
            new View(List.of("n/a")),
            new View(List.of("/a")),
            new View(List.of("\udbff\udfff")));

    private static final List<Bytes> VALUES = List.of(
            Bytes.empty(),
            Bytes.utf8("x"),
            Bytes.utf8("xy"),
            Bytes.utf8("\u0000"),
            Bytes.copyOf(new byte[] {(byte) 0xff}),
            Bytes.copyOf(new byte[] {0x7f, (byte) 0x80}));

    /** Bounds that are no keys. */
    private static final List<Bytes> BOUNDS = List.of(
            Bytes.empty(),
            Bytes.copyOf(new byte[] {0}),
            Bytes.copyOf(new byte[] {(byte) 0x80}),
            Bytes.copyOf(new byte[] {(byte) 0xf4, (byte) 0x90}),
            Bytes.copyOf(new byte[] {(byte) 0xff}),
            Bytes.copyOf(new byte[] {(byte) 0xff, (byte) 0xff}),
            Bytes.copyOf(new byte[] {'n', '/', (byte) 0xff}));

    /** Long enough never to end within a run. */
    private static final Duration TTL = Duration.ofHours(1);

    private static final int MOST_WATCHES = 8;
    private static final int DEEPEST_TRANSACTION = 2;

    private final Random random;
    private final Set<Capability> lacking;
    private int values;

    Generator(long seed, Set<Capability> lacking) {
        this.random = new Random(seed);
        this.lacking = lacking;
    }

    List<Step> steps(int count) {
        List<Step> steps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            steps.add(step());
        }
        return List.copyOf(steps);
    }

    private Step step() {
        int dice = random.nextInt(100);
        View view = view();
        if (dice < 24) {
            return read(view, dice);
        }
        if (dice < 42) {
            return new Step.Put(view, key(), value(), life());
        }
        if (dice < 51) {
            return new Step.Create(view, key(), value(), life());
        }
        if (dice < 62) {
            String key = key();
            return new Step.Replace(view, key, guard(view, key), value(), life());
        }
        if (dice < 68) {
            String key = key();
            return new Step.DeleteIf(view, key, guard(view, key));
        }
        if (dice < 71) {
            return new Step.Delete(view, key());
        }
        if (dice < 73) {
            return new Step.DeleteRange(view, range());
        }
        if (dice < 80) {
            return new Step.Update(view, key(), pick(Edit.values()));
        }
        if (dice < 93) {
            return new Step.Commit(view, sketch(view, DEEPEST_TRANSACTION));
        }
        if (dice == 93 && !lacking.contains(Capability.COMPACTION)) {
            return new Step.Compact(RevisionChoice.newest(-random.nextInt(15)));
        }
        return dice < 97 ? openWatch(view) : new Step.CloseWatch(random.nextInt(MOST_WATCHES));
    }

    private Step read(View view, int dice) {
        if (dice < 9) {
            return new Step.Get(view, key(), freshness());
        }
        if (dice < 17) {
            return new Step.ListRange(view, range(), freshness());
        }
        return dice < 20
                ? new Step.ListKeys(view, range(), freshness())
                : new Step.CountKeys(view, range(), freshness());
    }

    private Step openWatch(View view) {
        WatchOptions.Start start = pick(WatchOptions.Start.values());
        RevisionChoice revision = revision(10);
        if (lacking.contains(Capability.HISTORY) && start == WatchOptions.Start.REVISION) {
            revision = RevisionChoice.newest(1);
        }
        KeyRange range = range();
        // In a range that holds nothing there is nothing to read either, so whether its past is gone is not asked.
        boolean baseline = random.nextInt(3) == 0 && !range.isEmpty() && !lacking.contains(Capability.HISTORY);
        return new Step.OpenWatch(
                random.nextInt(MOST_WATCHES), view, range, start, revision, random.nextBoolean(), baseline);
    }

    // --- keys and values ----------------------------------------------------------------------------------------

    private View view() {
        return random.nextInt(3) > 0 ? VIEWS.get(0) : pick(VIEWS);
    }

    private String key() {
        return random.nextInt(200) == 0 ? "" : existingKey();
    }

    private String existingKey() {
        return pick(KEYS);
    }

    private Bytes value() {
        return random.nextInt(3) > 0 ? Bytes.utf8("v" + values++) : pick(VALUES);
    }

    private KeyRange range() {
        String key = existingKey();
        return switch (random.nextInt(12)) {
            case 0, 1 -> KeyRange.single(key);
            case 2, 3 -> key.endsWith("/") ? KeyRange.prefix(key) : KeyRange.directory(key);
            case 4, 5 -> KeyRange.prefix(key);
            case 6, 7 -> between(Bytes.utf8(key), Bytes.utf8(existingKey()));
            case 8 -> KeyRange.startingAt(key);
            case 9 -> between(pick(BOUNDS), Bytes.utf8(key));
            case 10 -> KeyRange.of(pick(BOUNDS), Bytes.empty());
            default -> KeyRange.all();
        };
    }

    /** The interval whichever way round, empty if the bounds are equal. */
    private static KeyRange between(Bytes one, Bytes other) {
        Bytes[] bounds = {one, other};
        Arrays.sort(bounds, Comparator.comparing(Bytes::toByteArray, Arrays::compareUnsigned));
        return KeyRange.of(bounds[0], bounds[1]);
    }

    private WriteOptions life() {
        return switch (random.nextInt(lacking.contains(Capability.TTL) ? 5 : 6)) {
            case 0, 1 -> WriteOptions.keepLease();
            case 5 -> WriteOptions.ttl(TTL);
            default -> WriteOptions.permanent();
        };
    }

    // --- revisions ----------------------------------------------------------------------------------------------

    private Freshness freshness() {
        int dice = random.nextInt(10);
        if (dice < 5) {
            return new Freshness(ReadOptions.Kind.LINEARIZABLE, RevisionChoice.number(0));
        }
        if (dice < 6) {
            return new Freshness(ReadOptions.Kind.SERIALIZABLE, RevisionChoice.number(0));
        }
        return dice < 8 || lacking.contains(Capability.HISTORY)
                ? new Freshness(ReadOptions.Kind.AT_LEAST, revision(5))
                : new Freshness(ReadOptions.Kind.AT_REVISION, revision(30));
    }

    /** A revision of the recent past, sometimes one that is compacted or does not exist yet. */
    private RevisionChoice revision(int span) {
        return switch (random.nextInt(8)) {
            case 0 -> RevisionChoice.newest(1 + random.nextInt(3));
            case 1 -> RevisionChoice.compacted(random.nextInt(5) - 3L);
            default -> RevisionChoice.newest(-random.nextInt(span));
        };
    }

    /** What a conditional write expects of its key: mostly the truth. */
    private RevisionChoice guard(View view, String key) {
        int dice = random.nextInt(20);
        if (dice < 13) {
            return RevisionChoice.lastWrite(view.prefix() + key, 0);
        }
        if (dice < 15) {
            return RevisionChoice.creation(view.prefix() + key, 0);
        }
        return dice < 19 ? RevisionChoice.newest(2L - random.nextInt(6)) : RevisionChoice.number(-random.nextInt(2));
    }

    // --- transactions -------------------------------------------------------------------------------------------

    private Sketch sketch(View view, int depth) {
        List<Sketch.Condition> conditions = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            conditions.add(condition(view));
        }
        return new Sketch(conditions, branch(view, depth), branch(view, depth));
    }

    private List<Sketch.Item> branch(View view, int depth) {
        List<Sketch.Item> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(
                    depth > 0 && random.nextInt(5) == 0
                            ? new Sketch.Inner(sketch(view, depth - 1))
                            : new Sketch.Plain(operation()));
        }
        return items;
    }

    private Operation operation() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> Operation.get(existingKey());
            case 2, 3 -> Operation.list(range());
            case 4 -> Operation.delete(existingKey());
            case 5 -> Operation.deleteRange(range());
            default -> Operation.put(existingKey(), value(), life());
        };
    }

    private Sketch.Condition condition(View view) {
        String key = existingKey();
        KeyRange range = random.nextInt(3) > 0 ? KeyRange.single(key) : range();
        Compare.Target target = pick(Compare.Target.values());
        RevisionChoice number = switch (target) {
            case VALUE -> RevisionChoice.number(0);
            case VERSION -> RevisionChoice.number(random.nextInt(4));
            // Ids differ from store to store, but none is 0 for a key that has a lease.
            case LEASE -> RevisionChoice.number(0);
            case MOD_REVISION -> comparedRevision(RevisionChoice.lastWrite(view.prefix() + key, 0));
            case CREATE_REVISION -> comparedRevision(RevisionChoice.creation(view.prefix() + key, 0));
        };
        Bytes value = target == Compare.Target.VALUE ? pick(VALUES) : Bytes.empty();
        return new Sketch.Condition(new Compare(range, target, pick(Compare.Relation.values()), 0, value), number);
    }

    private RevisionChoice comparedRevision(RevisionChoice truth) {
        return switch (random.nextInt(5)) {
            case 0 -> RevisionChoice.number(0);
            case 1 -> RevisionChoice.newest(1L - random.nextInt(10));
            default -> truth;
        };
    }

    // --- dice ---------------------------------------------------------------------------------------------------

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private <T> T pick(T[] from) {
        return from[random.nextInt(from.length)];
    }
}
