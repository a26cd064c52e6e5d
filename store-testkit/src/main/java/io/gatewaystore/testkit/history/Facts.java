package io.gatewaystore.testkit.history;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What happened to each key at which revision, as far as anybody knows. */
final class Facts {

    /** A put, or a deletion. */
    static final class Fact {

        private final String key;
        private final long revision;
        private final Optional<String> value;
        private boolean witnessed;

        Fact(String key, long revision, Optional<String> value) {
            this.key = key;
            this.revision = revision;
            this.value = value;
        }

        String key() {
            return key;
        }

        long revision() {
            return revision;
        }

        /** The value; empty for a deletion. */
        Optional<String> value() {
            return value;
        }

        boolean isPut() {
            return value.isPresent();
        }

        /** Whether somebody but the writer was told. */
        boolean isWitnessed() {
            return witnessed;
        }

        boolean is(Entry entry) {
            return isPut() && revision == entry.modRevision();
        }

        @Override
        public String toString() {
            return (isPut() ? "put of " : "deletion of ") + key + " at " + revision;
        }
    }

    private final Map<String, NavigableMap<Long, Fact>> byKey = new HashMap<>();
    private final NavigableMap<Long, Map<String, Fact>> byRevision = new TreeMap<>();
    private final List<Violation> violations;

    Facts(List<Violation> violations) {
        this.violations = violations;
    }

    void put(String key, long revision, String value, boolean witnessed, Object source) {
        add(new Fact(key, revision, Optional.of(value)), witnessed, source);
    }

    void deletion(String key, long revision, boolean witnessed, Object source) {
        add(new Fact(key, revision, Optional.empty()), witnessed, source);
    }

    private void add(Fact told, boolean witnessed, Object source) {
        Map<String, Fact> there = byRevision.computeIfAbsent(told.revision, revision -> new TreeMap<>());
        Fact known = there.computeIfAbsent(told.key, key -> told);
        if (!known.value.equals(told.value)) {
            violations.add(new Violation(
                    Rule.CONTENT, source + " has another content for the " + known + " than others have"));
            return;
        }
        known.witnessed |= witnessed;
        byKey.computeIfAbsent(told.key, key -> new TreeMap<>()).put(told.revision, known);
    }

    void remove(Fact fact) {
        history(fact.key).remove(fact.revision);
        Map<String, Fact> there = byRevision.getOrDefault(fact.revision, new HashMap<>());
        there.remove(fact.key);
        if (there.isEmpty()) {
            byRevision.remove(fact.revision);
        }
    }

    List<Fact> all() {
        List<Fact> all = new ArrayList<>();
        byRevision.values().forEach(there -> all.addAll(there.values()));
        return all;
    }

    Iterable<String> keys() {
        return byKey.keySet();
    }

    Optional<Fact> at(String key, long revision) {
        return Optional.ofNullable(history(key).get(revision));
    }

    /** The puts of a value, in the order of their revisions. */
    List<Fact> withValue(String key, String value) {
        return history(key).values().stream()
                .filter(fact -> fact.value.equals(Optional.of(value)))
                .toList();
    }

    /** The last fact of a key at or before a revision. */
    Optional<Fact> latest(String key, long revision) {
        return Optional.ofNullable(history(key).floorEntry(revision)).map(Map.Entry::getValue);
    }

    /** The first fact of a key after a revision. */
    Optional<Fact> next(String key, long revision) {
        return Optional.ofNullable(history(key).higherEntry(revision)).map(Map.Entry::getValue);
    }

    /** The put that is in force at a revision. */
    Optional<Fact> state(String key, long revision) {
        return latest(key, revision).filter(Fact::isPut);
    }

    /** The puts that are in force in a range at a revision. */
    SortedMap<String, Fact> state(KeyRange range, long revision) {
        SortedMap<String, Fact> state = new TreeMap<>();
        for (String key : byKey.keySet()) {
            if (isIn(key, range)) {
                state(key, revision).ifPresent(fact -> state.put(key, fact));
            }
        }
        return state;
    }

    /** The facts of a range at one revision. */
    Map<String, Fact> changes(KeyRange range, long revision) {
        Map<String, Fact> changes = new TreeMap<>(byRevision.getOrDefault(revision, Map.of()));
        changes.keySet().removeIf(key -> !isIn(key, range));
        return changes;
    }

    /** The revisions there are, from one to another, both included. */
    NavigableSet<Long> revisions(long from, long to) {
        return byRevision.navigableKeySet().subSet(from, true, Math.max(from, to), to >= from);
    }

    static boolean isIn(String key, KeyRange range) {
        return range.contains(Bytes.utf8(key));
    }

    private NavigableMap<Long, Fact> history(String key) {
        return byKey.getOrDefault(key, new TreeMap<>());
    }
}
