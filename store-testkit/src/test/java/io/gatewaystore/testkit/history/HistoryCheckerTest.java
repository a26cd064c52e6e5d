package io.gatewaystore.testkit.history;

import static io.gatewaystore.testkit.history.Story.delete;
import static io.gatewaystore.testkit.history.Story.entry;
import static io.gatewaystore.testkit.history.Story.progress;
import static io.gatewaystore.testkit.history.Story.put;
import static io.gatewaystore.testkit.history.Story.resync;
import static io.gatewaystore.testkit.history.Story.set;
import static io.gatewaystore.testkit.history.Story.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.Listing;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.watch.Change;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each planted violation is caught by the rule that is meant to, and by no other; what may happen is not complained of. */
class HistoryCheckerTest {

    /** A history that breaks one rule. */
    private record Planted(String violation, Rule rule, Story story) {
        @Override
        public String toString() {
            return violation;
        }
    }

    private static Story story() {
        return new Story();
    }

    static Stream<Planted> violations() {
        return Stream.of(
                new Planted(
                        "two contents of one revision",
                        Rule.CONTENT,
                        story().puts("a", 2, "x")
                                .failsToPut("a", "y", Outcome.UNKNOWN)
                                .gets("a", entry("a", 2, "y"))),
                new Planted(
                        "an entry of the future",
                        Rule.CONTENT,
                        story().failsToPut("a", "x", Outcome.UNKNOWN).reads(2, entry("a", 3, "x"))),
                new Planted("a value nobody wrote", Rule.PHANTOM, story().gets("a", entry("a", 2, "x"))),
                new Planted(
                        "a deletion nobody asked for",
                        Rule.PHANTOM,
                        story().puts("a", 2, "x").watch(1, set(put("a", 2, "x")), set(delete("a", 3)))),
                new Planted(
                        "two deletions by one call",
                        Rule.PHANTOM,
                        story().puts("a", 2, "x")
                                .failsToDelete("a")
                                .puts("a", 4, "y")
                                .watch(
                                        1,
                                        set(put("a", 2, "x")),
                                        set(delete("a", 3)),
                                        set(put("a", 4, "y")),
                                        set(delete("a", 5)))),
                new Planted(
                        "a write that is applied twice",
                        Rule.APPLIED_TWICE,
                        story().puts("a", 2, "x")
                                .puts("a", 3, "y")
                                .watch(1, set(put("a", 2, "x")), set(put("a", 3, "y")), set(put("a", 4, "x")))),
                new Planted(
                        "a write that was reported as not applied",
                        Rule.FALSE_FAILURE,
                        story().failsToPut("a", "x", Outcome.NOT_APPLIED).gets("a", entry("a", 2, "x"))),
                new Planted(
                        "a write that was in conflict with an earlier copy of itself",
                        Rule.FALSE_FAILURE,
                        story().puts("a", 2, "x").failsToReplace("a", 2, "y", 3, entry("a", 3, "y"))),
                new Planted(
                        "a lost write",
                        Rule.LOST_WRITE,
                        story().puts("a", 2, "x").reads(2)),
                new Planted(
                        "a lost overwrite",
                        Rule.LOST_WRITE,
                        story().puts("a", 2, "x").puts("a", 3, "y").reads(4, entry("a", 2, "x"))),
                new Planted(
                        "a lost deletion",
                        Rule.LOST_WRITE,
                        story().puts("a", 2, "x").deletes("a", 3).reads(4, entry("a", 2, "x"))),
                new Planted(
                        "a lost update",
                        Rule.LOST_UPDATE,
                        story().puts("a", 2, "x").puts("a", 3, "y").replaces("a", 2, 4, "z")),
                new Planted(
                        "a creation of what exists",
                        Rule.LOST_UPDATE,
                        story().puts("a", 2, "x").creates("a", 3, "y")),
                new Planted(
                        "a conflict of nothing",
                        Rule.FALSE_CONFLICT,
                        story().puts("a", 2, "x").failsToReplace("a", 2, "y", 3, entry("a", 2, "x"))),
                new Planted(
                        "a write with the revision of the past",
                        Rule.REAL_TIME,
                        story().puts("a", 3, "x").puts("b", 2, "y")),
                new Planted(
                        "a write of unknown outcome that happened before it was asked for",
                        Rule.REAL_TIME,
                        story().puts("a", 3, "x")
                                .failsToPut("b", "y", Outcome.UNKNOWN)
                                .gets("b", entry("b", 2, "y"))),
                new Planted(
                        "a stale read",
                        Rule.STALE_READ,
                        story().puts("a", 2, "x").puts("a", 3, "y").gets("a", entry("a", 2, "x"))),
                new Planted(
                        "a stale read of an absent key",
                        Rule.STALE_READ,
                        story().puts("a", 2, "x").getsNothing("a")),
                new Planted(
                        "a read that goes back",
                        Rule.STALE_READ,
                        story().failsToPut("a", "x", Outcome.UNKNOWN)
                                .failsToPut("a", "y", Outcome.UNKNOWN)
                                .gets("a", entry("a", 3, "y"))
                                .gets("a", entry("a", 2, "x"))),
                new Planted(
                        "a listing at a revision of the past",
                        Rule.STALE_READ,
                        story().puts("a", 2, "x").puts("b", 3, "y").reads(2, entry("a", 2, "x"))),
                new Planted(
                        "a listing that lacks what others have seen",
                        Rule.STALE_READ,
                        story().puts("a", 2, "x").gets("a", entry("a", 2, "x")).reads(2)),
                new Planted(
                        "a deleted key that is listed",
                        Rule.STALE_READ,
                        story().puts("a", 2, "x")
                                .deletes("a", 3)
                                .watch(1, set(put("a", 2, "x")), set(delete("a", 3)))
                                .reads(3, entry("a", 2, "x"))),
                new Planted(
                        "a deletion that overlooks a key",
                        Rule.STALE_READ,
                        story().puts("a", 2, "x").findsNothingToDelete("a", 2)),
                new Planted(
                        "a snapshot that lacks a key",
                        Rule.WATCH_SNAPSHOT,
                        story().puts("a", 2, "x").gets("a", entry("a", 2, "x")).watch(0, snapshot(2))),
                new Planted(
                        "events out of order",
                        Rule.WATCH_ORDERED,
                        story().puts("a", 2, "x")
                                .puts("a", 3, "y")
                                .watch(1, set(put("a", 3, "y")), set(put("a", 2, "x")))),
                new Planted(
                        "a repeated event",
                        Rule.WATCH_UNIQUE,
                        story().puts("a", 2, "x").watch(1, set(put("a", 2, "x")), set(put("a", 2, "x")))),
                new Planted(
                        "a split revision",
                        Rule.WATCH_WHOLE,
                        story().putsBoth("a", "b", 2, "x").watch(1, set(put("a", 2, "xa")), set(put("b", 2, "xb")))),
                new Planted(
                        "a part of a revision",
                        Rule.WATCH_WHOLE,
                        story().putsBoth("a", "b", 2, "x").watch(1, set(put("a", 2, "xa")))),
                new Planted(
                        "two revisions in one",
                        Rule.WATCH_WHOLE,
                        story().puts("a", 2, "x").puts("b", 3, "y").watch(2, set(put("b", 3, "y"), put("a", 2, "x")))),
                new Planted(
                        "a lost event",
                        Rule.WATCH_COMPLETE,
                        story().puts("a", 2, "x")
                                .puts("a", 3, "y")
                                .puts("a", 4, "z")
                                .watch(1, set(put("a", 2, "x")), set(put("a", 4, "z")))),
                new Planted(
                        "an event lost before progress",
                        Rule.WATCH_COMPLETE,
                        story().puts("a", 2, "x").watch(1, progress(2))),
                new Planted(
                        "an event lost between a snapshot and what follows",
                        Rule.WATCH_COMPLETE,
                        story().puts("a", 2, "x")
                                .puts("a", 3, "y")
                                .puts("a", 4, "z")
                                .watch(0, snapshot(2, entry("a", 2, "x")), set(put("a", 4, "z")))),
                new Planted(
                        "an event of elsewhere",
                        Rule.WATCH_RANGE,
                        story().putsElsewhere("other", 2, "x").watch(1, set(Story.elsewhere("other", 2, "x")))),
                new Planted(
                        "a wrong previous entry",
                        Rule.WATCH_PREVIOUS,
                        story().puts("a", 2, "x")
                                .puts("a", 3, "y")
                                .puts("a", 4, "z")
                                .watch(
                                        1,
                                        set(put("a", 2, "x")),
                                        set(put("a", 3, "y")),
                                        set(new Change.Put(entry("a", 4, "z"), Optional.of(entry("a", 2, "x")))))),
                new Planted(
                        "an event after progress past it",
                        Rule.WATCH_PROGRESS,
                        story().puts("a", 2, "x").watch(1, progress(2), set(put("a", 2, "x")))),
                new Planted(
                        "progress that goes back",
                        Rule.WATCH_PROGRESS,
                        story().puts("a", 2, "x").watch(1, set(put("a", 2, "x")), progress(5), progress(4))),
                new Planted(
                        "a resync that lacks a key",
                        Rule.WATCH_RESYNC,
                        story().puts("a", 2, "x")
                                .gets("a", entry("a", 2, "x"))
                                .watch(0, snapshot(1), resync(new Listing(2, List.of())))),
                new Planted(
                        "a resync whose difference lacks a put",
                        Rule.WATCH_RESYNC,
                        story().puts("a", 2, "x")
                                .watch(0, snapshot(1), resync(new Listing(2, List.of(entry("a", 2, "x")))))),
                new Planted(
                        "a resync whose difference lacks a deletion",
                        Rule.WATCH_RESYNC,
                        story().puts("a", 2, "x")
                                .deletes("a", 3)
                                .watch(0, snapshot(2, entry("a", 2, "x")), resync(new Listing(3, List.of())))),
                new Planted(
                        "a resync whose difference has what was known",
                        Rule.WATCH_RESYNC,
                        story().puts("a", 2, "x")
                                .watch(
                                        0,
                                        snapshot(2, entry("a", 2, "x")),
                                        resync(new Listing(2, List.of(entry("a", 2, "x"))), put("a", 2, "x")))),
                new Planted(
                        "an event lost after a resync",
                        Rule.WATCH_COMPLETE,
                        story().puts("a", 2, "x")
                                .puts("a", 3, "y")
                                .puts("a", 4, "z")
                                .watch(
                                        0,
                                        snapshot(1),
                                        resync(new Listing(2, List.of(entry("a", 2, "x"))), put("a", 2, "x")),
                                        set(put("a", 4, "z")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    void isCaughtByTheRuleThatIsMeantTo(Planted planted) {
        assertThat(planted.story().broken()).containsExactly(planted.rule());
    }

    @Test
    void everyRuleIsProven() {
        Set<Rule> proven = violations().map(Planted::rule).collect(Collectors.toSet());

        assertThat(proven).isEqualTo(EnumSet.allOf(Rule.class));
    }

    /** A history that breaks nothing, although it looks like it. */
    static Stream<Planted> permitted() {
        return Stream.of(
                permitted("nothing at all", story()),
                permitted(
                        "a write of unknown outcome that was applied",
                        story().failsToPut("a", "x", Outcome.UNKNOWN).gets("a", entry("a", 2, "x"))),
                permitted(
                        "a write of unknown outcome that was not",
                        story().failsToPut("a", "x", Outcome.UNKNOWN).getsNothing("a")),
                permitted(
                        "a write of unknown outcome that was applied much later",
                        story().failsToPut("a", "x", Outcome.UNKNOWN)
                                .puts("a", 2, "y")
                                .reads(2, entry("a", 2, "y"))
                                .reads(3, entry("a", 3, "x"))),
                permitted(
                        "a deletion of unknown outcome that was applied",
                        story().puts("a", 2, "x")
                                .failsToDelete("a")
                                .watch(1, set(put("a", 2, "x")), set(delete("a", 3)))),
                permitted(
                        "a read that overlaps a write and does not see it",
                        story().puts("a", 2, "x").getsNothing("a").overlappingAll()),
                permitted(
                        "what a resync bridges",
                        story().puts("a", 2, "x")
                                .puts("a", 3, "y")
                                .puts("b", 4, "z")
                                .watch(
                                        0,
                                        snapshot(1),
                                        resync(new Listing(3, List.of(entry("a", 3, "y"))), put("a", 3, "y")),
                                        set(put("b", 4, "z")))),
                permitted(
                        "events nobody waited for",
                        story().puts("a", 2, "x").puts("a", 3, "y").watch(1, set(put("a", 2, "x")))));
    }

    private static Planted permitted(String what, Story story) {
        return new Planted(what, Rule.CONTENT, story);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("permitted")
    void isNotComplainedOf(Planted permitted) {
        assertThat(permitted.story().broken()).isEmpty();
    }

    @Test
    void showsWhatIsBroken() {
        Call write = new Call("c", 1, 2, new Action.Put("h/a", "x"), new Answer.Failed(Outcome.NOT_APPLIED, "refused"));
        Call read = new Call("c", 3, 4, new Action.Get("h/a"), new Answer.Found(Optional.of(entry("a", 2, "x"))));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> HistoryChecker.assertSound(new History(List.of(write, read), List.of())))
                .withMessageContaining("1 violations in 2 calls")
                .withMessageContaining("FALSE_FAILURE: the put of h/a at 2");
        assertThatCode(() -> HistoryChecker.assertSound(new History(List.of(write), List.of())))
                .doesNotThrowAnyException();
    }

    @Test
    void isQuickWithManyCalls() {
        Story story = story();
        for (int i = 0; i < 25_000; i++) {
            story.puts("k" + i % 10, i + 2, "v" + i);
            story.gets("k" + i % 10, entry("k" + i % 10, i + 2, "v" + i));
        }
        long start = System.nanoTime();

        assertThat(story.broken()).isEmpty();

        assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
    }

    @Test
    void keepsThePartsOfATransactionTogether() {
        Action.PutAll all = new Action.PutAll(new TreeMap<>(Map.of("h/a", "x", "h/b", "y")));
        Call unknown = new Call("c", 1, 2, all, new Answer.Failed(Outcome.UNKNOWN, "broken"));
        WatchLog half = new WatchLog("w", Story.RANGE, 1, false, List.of(set(put("a", 2, "x"))));

        assertThat(HistoryChecker.check(new History(List.of(unknown), List.of(half))))
                .extracting(Violation::rule)
                .containsExactly(Rule.WATCH_WHOLE);
    }
}
