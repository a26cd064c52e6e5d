package io.gatewaystore.testkit.model;

import io.gatewaystore.Bytes;
import io.gatewaystore.Count;
import io.gatewaystore.Deleted;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyListing;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.Updated;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.WriteResult;
import io.gatewaystore.error.CompactedException;
import io.gatewaystore.error.FutureRevisionException;
import io.gatewaystore.testkit.model.Step.View;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.OperationResult;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.txn.TxnResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the Javadoc of the store says, in the plainest way: a copy of the whole state for every revision, every range found by looking at every
 * key. It shares no code with a store but the values it is asked with and answers with. Revisions begin with 1. Not thread-safe.
 */
final class Reference {

    static final Comparator<String> KEY_ORDER = Comparator.comparing(Text::utf8, Arrays::compareUnsigned);

    /** A key's value and history. */
    record Item(Bytes value, long created, long written, long version, boolean leased) {

        Entry named(String key) {
            return new Entry(key, value, created, written, version, leased);
        }
    }

    /** What a revision did to a key. */
    record Written(String key, Optional<Item> now, Optional<Item> before) {}

    private final List<SortedMap<String, Item>> states = new ArrayList<>();
    private final List<List<Written>> changes = new ArrayList<>();
    private final Map<Integer, ReferenceWatch> watches = new TreeMap<>();
    private long compacted;

    Reference() {
        states.add(new TreeMap<>(KEY_ORDER));
        changes.add(List.of());
    }

    // --- what steps and watches ask -----------------------------------------------------------------------------

    long revision() {
        return states.size() - 1L;
    }

    long compacted() {
        return compacted;
    }

    List<Written> changes(long revision) {
        return changes.get((int) revision);
    }

    long revision(RevisionChoice choice) {
        Item item = newest().get(choice.key());
        long origin = switch (choice.kind()) {
            case NUMBER -> 0;
            case NEWEST -> revision();
            case COMPACTED -> compacted;
            case LAST_WRITE -> item == null ? revision() : item.written();
            case CREATION -> item == null ? revision() : item.created();
        };
        return origin + choice.distance();
    }

    Listing listing(View view, KeyRange range, long revision) {
        return listing(view, range, state(revision), revision);
    }

    private static Listing listing(View view, KeyRange range, SortedMap<String, Item> state, long revision) {
        List<Entry> entries = new ArrayList<>();
        String prefix = view.prefix();
        state.forEach((key, item) -> {
            if (isIn(view, range, key)) {
                entries.add(item.named(key.substring(prefix.length())));
            }
        });
        return new Listing(revision, entries);
    }

    /** Whether a whole key is in a range of a namespace. */
    static boolean isIn(View view, KeyRange range, String key) {
        if (!key.startsWith(view.prefix()) || key.length() == view.prefix().length()) {
            return false;
        }
        byte[] relative = Text.utf8(key.substring(view.prefix().length()));
        return Arrays.compareUnsigned(relative, range.start().toByteArray()) >= 0
                && (range.end().isEmpty()
                        || Arrays.compareUnsigned(relative, range.end().toByteArray()) < 0);
    }

    private SortedMap<String, Item> newest() {
        return states.get(states.size() - 1);
    }

    private SortedMap<String, Item> state(long revision) {
        return states.get((int) revision);
    }

    // --- calls --------------------------------------------------------------------------------------------------

    /** The answer to a call, or the exception it ends with. */
    Object answer(Step.Call call) {
        try {
            return carryOut(call);
        } catch (CompactedException | FutureRevisionException | IllegalArgumentException expected) {
            return expected;
        }
    }

    private Object carryOut(Step.Call call) {
        View view = call.view();
        if (call instanceof Step.Get get) {
            checkKey(get.key());
            long revision = readable(get.freshness());
            return Optional.ofNullable(state(revision).get(view.prefix() + get.key()))
                    .map(item -> item.named(get.key()));
        }
        if (call instanceof Step.ListRange list) {
            return listing(view, list.range(), readable(list.freshness()));
        }
        if (call instanceof Step.ListKeys keys) {
            Listing listing = listing(view, keys.range(), readable(keys.freshness()));
            return new KeyListing(
                    listing.revision(),
                    listing.entries().stream().map(Entry::key).toList());
        }
        if (call instanceof Step.CountKeys count) {
            Listing listing = listing(view, count.range(), readable(count.freshness()));
            return new Count(listing.revision(), listing.entries().size());
        }
        if (call instanceof Step.DeleteRange delete) {
            return writing(draft -> draft.delete(view, delete.range()));
        }
        if (call instanceof Step.Commit commit) {
            Txn txn = commit.sketch().with(choice -> choice.in(this, 0));
            checkWrites(txn);
            return writing(draft -> draft.run(view, txn));
        }
        return writeKey(call);
    }

    private Object writeKey(Step.Call call) {
        View view = call.view();
        if (call instanceof Step.Put put) {
            checkKey(put.key());
            return writing(draft -> draft.put(view.prefix() + put.key(), put.value(), put.options()));
        }
        if (call instanceof Step.Create create) {
            return guarded(
                    view,
                    create.key(),
                    Optional.empty(),
                    (draft, key) -> draft.put(key, create.value(), create.options()));
        }
        if (call instanceof Step.Replace replace) {
            return guarded(
                    view,
                    replace.key(),
                    Optional.of(replace.revision()),
                    (draft, key) -> draft.put(key, replace.value(), replace.options()));
        }
        if (call instanceof Step.DeleteIf delete) {
            return guarded(view, delete.key(), Optional.of(delete.revision()), Draft::remove);
        }
        if (call instanceof Step.Delete delete) {
            checkKey(delete.key());
            return writing(draft -> draft.delete(view, KeyRange.single(delete.key())));
        }
        return update((Step.Update) call);
    }

    private Updated update(Step.Update update) {
        checkKey(update.key());
        String key = update.view().prefix() + update.key();
        Optional<Item> old = Optional.ofNullable(newest().get(key));
        Bytes value = update.edit().apply(old.map(Item::value));
        if (old.isPresent() && old.get().value().equals(value)) {
            return new Updated(old.get().written(), value, false);
        }
        return writing(draft -> {
            draft.put(key, value, WriteOptions.keepLease());
            return () -> new Updated(draft.revision(), value, true);
        });
    }

    /** Writes if the key is as expected: written last at a revision, or absent if there is no expectation. */
    private WriteResult guarded(View view, String name, Optional<RevisionChoice> expected, GuardedWrite write) {
        checkKey(name);
        Optional<Long> revision = expected.map(choice -> choice.in(this, 0));
        if (revision.isPresent() && revision.get() < 1) {
            throw new IllegalArgumentException("revision below 1");
        }
        String key = view.prefix() + name;
        Optional<Item> current = Optional.ofNullable(newest().get(key));
        if (!current.map(Item::written).equals(revision)) {
            return new WriteResult.Conflict(revision(), current.map(item -> item.named(name)));
        }
        return writing(draft -> {
            write.in(draft, key);
            return () -> new WriteResult.Applied(draft.revision());
        });
    }

    /** What a conditional write does to its key. */
    @FunctionalInterface
    private interface GuardedWrite {
        void in(Draft draft, String key);
    }

    private static void checkKey(String key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("no key");
        }
    }

    private long readable(Step.Freshness freshness) {
        if (freshness.kind() == ReadOptions.Kind.LINEARIZABLE || freshness.kind() == ReadOptions.Kind.SERIALIZABLE) {
            return revision();
        }
        long asked = freshness.revision().in(this, 0);
        if (asked > revision()) {
            throw new FutureRevisionException("revision " + asked, null);
        }
        if (freshness.kind() == ReadOptions.Kind.AT_LEAST) {
            return revision();
        }
        if (asked < compacted) {
            throw new CompactedException(asked, compacted, null);
        }
        return asked;
    }

    // --- writes -------------------------------------------------------------------------------------------------

    /** Does what changes the state, as one revision or none, and then asks for the answer. */
    private <T> T writing(Function<Draft, Supplier<T>> writes) {
        Draft draft = new Draft();
        Supplier<T> answer = writes.apply(draft);
        if (!draft.written.isEmpty()) {
            states.add(draft.state);
            changes.add(List.copyOf(draft.written));
            watches.values().forEach(watch -> watch.tell(this, revision()));
        }
        return answer.get();
    }

    /** The state as the writes of one revision make it. What it answers can be asked when all of them are made. */
    private final class Draft {

        private final SortedMap<String, Item> before = newest();
        private final SortedMap<String, Item> state = new TreeMap<>(before);
        private final List<Written> written = new ArrayList<>();

        Draft() {}

        long revision() {
            return Reference.this.revision();
        }

        Supplier<WriteResult.Applied> put(String key, Bytes value, WriteOptions options) {
            long now = states.size();
            Optional<Item> old = Optional.ofNullable(state.get(key));
            boolean leased = options.ttl().isPresent()
                    || (options.keepsLease() && old.map(Item::leased).orElse(false));
            Item item = new Item(
                    value,
                    old.map(Item::created).orElse(now),
                    now,
                    old.map(Item::version).orElse(0L) + 1,
                    leased);
            state.put(key, item);
            written.add(new Written(key, Optional.of(item), old));
            return () -> new WriteResult.Applied(revision());
        }

        void remove(String key) {
            written.add(new Written(key, Optional.empty(), Optional.ofNullable(state.remove(key))));
        }

        Supplier<Deleted> delete(View view, KeyRange range) {
            List<String> found = state.keySet().stream()
                    .filter(key -> isIn(view, range, key))
                    .toList();
            found.forEach(this::remove);
            return () -> new Deleted(revision(), found.size());
        }

        /** Compares see what was there before the whole transaction, reads what it has written so far. */
        Supplier<TxnResult> run(View view, Txn txn) {
            boolean succeeded = txn.compares().stream().allMatch(compare -> holds(view, compare, before));
            List<Supplier<OperationResult>> results = new ArrayList<>();
            for (Operation operation : succeeded ? txn.then() : txn.otherwise()) {
                results.add(run(view, operation));
            }
            return () -> new TxnResult(
                    succeeded, revision(), results.stream().map(Supplier::get).toList());
        }

        private Supplier<OperationResult> run(View view, Operation operation) {
            if (operation instanceof Operation.Get get) {
                Optional<Entry> entry = Optional.ofNullable(state.get(view.prefix() + get.key()))
                        .map(item -> item.named(get.key()));
                return () -> new OperationResult.Got(entry);
            }
            if (operation instanceof Operation.ListRange list) {
                List<Entry> entries = listing(view, list.range(), state, 0).entries();
                return () -> new OperationResult.Listed(new Listing(revision(), entries));
            }
            if (operation instanceof Operation.Put put) {
                Supplier<WriteResult.Applied> applied = put(view.prefix() + put.key(), put.value(), put.options());
                return () -> new OperationResult.Written(applied.get());
            }
            if (operation instanceof Operation.Delete delete) {
                Supplier<Deleted> deleted = delete(view, delete.range());
                return () -> new OperationResult.Removed(deleted.get());
            }
            Supplier<TxnResult> inner = run(view, ((Operation.Nested) operation).txn());
            return () -> new OperationResult.Nested(inner.get());
        }
    }

    // --- compares -----------------------------------------------------------------------------------------------

    private static boolean holds(View view, Compare compare, SortedMap<String, Item> state) {
        List<Item> items = new ArrayList<>();
        state.forEach((key, item) -> {
            if (isIn(view, compare.range(), key)) {
                items.add(item);
            }
        });
        if (!items.isEmpty()) {
            return items.stream().allMatch(item -> holds(compare, item));
        }
        return compare.target() != Compare.Target.VALUE && relates(compare, Long.compare(0, compare.number()));
    }

    private static boolean holds(Compare compare, Item item) {
        int order = switch (compare.target()) {
            case VALUE ->
                Arrays.compareUnsigned(
                        item.value().toByteArray(), compare.value().toByteArray());
            case MOD_REVISION -> Long.compare(item.written(), compare.number());
            case CREATE_REVISION -> Long.compare(item.created(), compare.number());
            case VERSION -> Long.compare(item.version(), compare.number());
            // Asked for 0 only.
            case LEASE -> item.leased() ? 1 : 0;
        };
        return relates(compare, order);
    }

    private static boolean relates(Compare compare, int order) {
        return switch (compare.relation()) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case GREATER -> order > 0;
            case LESS -> order < 0;
        };
    }

    // --- a key is written once in a transaction -----------------------------------------------------------------

    private static void checkWrites(Txn txn) {
        checkWrites(txn.then());
        checkWrites(txn.otherwise());
    }

    private static void checkWrites(List<Operation> branch) {
        for (int i = 0; i < branch.size(); i++) {
            if (branch.get(i) instanceof Operation.Nested nested) {
                checkWrites(nested.txn());
            }
            for (int j = 0; j < branch.size(); j++) {
                if (i != j && meet(puts(branch.get(i)), branch.get(j))) {
                    throw new IllegalArgumentException("a key is written twice");
                }
            }
        }
    }

    private static Set<String> puts(Operation operation) {
        Set<String> keys = new HashSet<>();
        if (operation instanceof Operation.Put put) {
            keys.add(put.key());
        } else if (operation instanceof Operation.Nested nested) {
            nested.txn().then().forEach(inner -> keys.addAll(puts(inner)));
            nested.txn().otherwise().forEach(inner -> keys.addAll(puts(inner)));
        }
        return keys;
    }

    private static boolean meet(Set<String> puts, Operation other) {
        if (other instanceof Operation.Put put) {
            return puts.contains(put.key());
        }
        if (other instanceof Operation.Delete delete) {
            return puts.stream().anyMatch(key -> isIn(new View(List.of()), delete.range(), key));
        }
        return other instanceof Operation.Nested nested
                && (nested.txn().then().stream().anyMatch(inner -> meet(puts, inner))
                        || nested.txn().otherwise().stream().anyMatch(inner -> meet(puts, inner)));
    }

    // --- history ------------------------------------------------------------------------------------------------

    /** The revision that a step would compact to; empty if that cannot be done. */
    Optional<Long> compaction(Step.Compact compact) {
        long revision = compact.revision().in(this, 0);
        return revision > compacted && revision <= revision() ? Optional.of(revision) : Optional.empty();
    }

    void compact(long revision) {
        compacted = revision;
    }

    // --- watches ------------------------------------------------------------------------------------------------

    ReferenceWatch open(Step.OpenWatch step) {
        ReferenceWatch watch = ReferenceWatch.open(this, step);
        watches.put(step.id(), watch);
        return watch;
    }

    /** The numbers of the watches that run. */
    List<Integer> watching() {
        return List.copyOf(watches.keySet());
    }

    ReferenceWatch watch(int id) {
        return Objects.requireNonNull(watches.get(id), "watch");
    }

    void closeWatch(int id) {
        watches.remove(id);
    }
}
