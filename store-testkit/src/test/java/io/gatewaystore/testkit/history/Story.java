package io.gatewaystore.testkit.history;

import io.gatewaystore.Bytes;
import io.gatewaystore.Deleted;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.WriteResult;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A history written by hand: calls one after another, unless they are said to overlap, and watches of the directory {@code h}. */
final class Story {

    static final KeyRange RANGE = KeyRange.directory("h");

    private final List<Call> calls = new ArrayList<>();
    private final List<WatchLog> watches = new ArrayList<>();
    private long time;

    static Entry entry(String key, long revision, String value) {
        return new Entry("h/" + key, Bytes.utf8(value), revision, revision, 1, false);
    }

    static Change put(String key, long revision, String value) {
        return new Change.Put(entry(key, revision, value), Optional.empty());
    }

    static Change elsewhere(String key, long revision, String value) {
        return new Change.Put(new Entry(key, Bytes.utf8(value), revision, revision, 1, false), Optional.empty());
    }

    static Change delete(String key, long revision) {
        return new Change.Delete("h/" + key, revision, Optional.empty());
    }

    static ChangeSet set(Change... changes) {
        return new ChangeSet(changes[0].revision(), List.of(changes));
    }

    static WatchEvent snapshot(long revision, Entry... entries) {
        return new WatchEvent.Snapshot(new Listing(revision, List.of(entries)));
    }

    static WatchEvent progress(long revision) {
        return new WatchEvent.Progress(revision);
    }

    static Resync resync(Listing current, Change... changes) {
        return new Resync(Resync.Reason.COMPACTED, current, List.of(changes));
    }

    private Story call(Action action, Answer answer) {
        time += 10;
        calls.add(new Call("c", time, time + 5, action, answer));
        return this;
    }

    private static Answer applied(long revision) {
        return new Answer.Written(new WriteResult.Applied(revision));
    }

    /** Lets the last call begin before all others and end after them. */
    Story overlappingAll() {
        Call last = calls.remove(calls.size() - 1);
        calls.add(new Call("d", 0, Long.MAX_VALUE, last.action(), last.answer()));
        return this;
    }

    Story puts(String key, long revision, String value) {
        return call(new Action.Put("h/" + key, value), applied(revision));
    }

    /** Puts a key outside the range that is watched. */
    Story putsElsewhere(String key, long revision, String value) {
        return call(new Action.Put(key, value), applied(revision));
    }

    Story putsBoth(String key, String other, long revision, String value) {
        TreeMap<String, String> values = new TreeMap<>();
        values.put("h/" + key, value + key);
        values.put("h/" + other, value + other);
        return call(new Action.PutAll(values), applied(revision));
    }

    Story failsToPut(String key, String value, Outcome outcome) {
        return call(new Action.Put("h/" + key, value), new Answer.Failed(outcome, "broken"));
    }

    Story creates(String key, long revision, String value) {
        return call(new Action.Create("h/" + key, value), applied(revision));
    }

    Story replaces(String key, long expected, long revision, String value) {
        return call(new Action.Replace("h/" + key, expected, value), applied(revision));
    }

    Story failsToReplace(String key, long expected, String value, long revision, Entry current) {
        return call(
                new Action.Replace("h/" + key, expected, value),
                new Answer.Written(new WriteResult.Conflict(revision, Optional.of(current))));
    }

    Story deletes(String key, long revision) {
        return call(new Action.Delete("h/" + key), new Answer.Removed(new Deleted(revision, 1)));
    }

    Story findsNothingToDelete(String key, long revision) {
        return call(new Action.Delete("h/" + key), new Answer.Removed(new Deleted(revision, 0)));
    }

    Story failsToDelete(String key) {
        return call(new Action.Delete("h/" + key), new Answer.Failed(Outcome.UNKNOWN, "broken"));
    }

    Story gets(String key, Entry entry) {
        return call(new Action.Get("h/" + key), new Answer.Found(Optional.of(entry)));
    }

    Story getsNothing(String key) {
        return call(new Action.Get("h/" + key), new Answer.Found(Optional.empty()));
    }

    Story reads(long revision, Entry... entries) {
        return call(new Action.Read(RANGE), new Answer.Listed(new Listing(revision, List.of(entries))));
    }

    /** A watch that is to be told of everything from a revision on; from 0, a snapshot comes first. */
    Story watch(long from, WatchEvent... told) {
        watches.add(new WatchLog("w" + watches.size(), RANGE, from, from == 0, Arrays.asList(told)));
        return this;
    }

    List<Rule> broken() {
        return HistoryChecker.check(new History(calls, watches)).stream()
                .map(Violation::rule)
                .distinct()
                .toList();
    }
}
