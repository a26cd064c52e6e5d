package io.gatewaystore.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.replica.ReplicaChanges.Cause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What a listener is told that falls behind. The executor of the tests does nothing until it is asked to. */
class LaneTest {

    private static final int ROOM = 1024;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private final Lane<Integer> lane = new Lane<>(
            tasks::add,
            new Telling(),
            new ReplicaSnapshot<>(new State<>(1, Table.<Integer>withRoomFor(0).done())),
            closed -> told.add("closed"));

    private final class Telling implements ReplicaListener<Integer> {

        @Override
        public void onSnapshot(ReplicaSnapshot<Integer> snapshot) {
            told.add("snapshot " + snapshot.revision());
        }

        @Override
        public void onChanges(ReplicaChanges<Integer> changes) {
            List<String> lines = changes.changes().stream()
                    .map(change -> change.key() + ":" + value(change.before()) + ">" + value(change.after()))
                    .toList();
            told.add(changes.revision() + " " + changes.cause() + " " + lines);
        }

        @Override
        public void onFailure(StoreException cause) {
            told.add("failed");
        }
    }

    private static String value(Optional<ReplicaEntry<Integer>> entry) {
        return entry.map(present -> present.value().toString()).orElse("");
    }

    private static Optional<ReplicaEntry<Integer>> entry(String key, int value) {
        return value == 0
                ? Optional.empty()
                : Optional.of(new ReplicaEntry<>(new Entry(key, Bytes.empty(), 1, 1, 1, false), Optional.of(value)));
    }

    /** A change of a key between two values, 0 being none. */
    private static ReplicaChanges<Integer> change(long revision, Cause cause, String key, int before, int after) {
        return new ReplicaChanges<>(
                revision,
                cause,
                List.of(new ReplicaChange<>(key, entry(key, before), entry(key, after), Optional.empty())));
    }

    private static ReplicaChanges<Integer> write(long revision, String key, int before, int after) {
        return change(revision, Cause.WRITES, key, before, after);
    }

    private void fill() {
        for (int i = 0; i < ROOM; i++) {
            lane.add(write(i, "filler", 1, 1));
        }
    }

    /** What is told after the filling. */
    private List<String> run() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
        return told.stream().filter(line -> !line.contains("filler")).toList();
    }

    @Test
    void tellsEverythingInOrder() {
        lane.start();
        lane.add(write(2, "a", 0, 1));
        lane.add(write(3, "a", 1, 2));

        assertThat(run()).containsExactly("snapshot 1", "2 WRITES [a:>1]", "3 WRITES [a:1>2]");
    }

    @Test
    void mergesWhatDoesNotFit() {
        lane.start();
        fill();
        lane.add(write(2_001, "a", 1, 2));
        lane.add(write(2_002, "b", 0, 1));
        lane.add(write(2_003, "a", 2, 0));
        lane.add(write(2_004, "b", 1, 0));
        lane.add(write(2_005, "c", 0, 1));

        assertThat(run()).containsExactly("snapshot 1", "2005 WRITES [a:1>, c:>1]");
        assertThat(told).hasSize(ROOM + 2);

        lane.add(write(2_006, "c", 1, 2));
        assertThat(run()).endsWith("2006 WRITES [c:1>2]");
    }

    @Test
    void keepsAResyncApart() {
        lane.start();
        fill();
        lane.add(write(2_001, "a", 1, 2));
        lane.add(change(2_002, Cause.COMPACTED, "a", 2, 3));
        lane.add(write(2_003, "a", 3, 4));

        assertThat(run())
                .containsExactly("snapshot 1", "2001 WRITES [a:1>2]", "2002 COMPACTED [a:2>3]", "2003 WRITES [a:3>4]");
    }

    @Test
    void tellsOfTheEndLast() {
        lane.start();
        lane.add(write(2, "a", 0, 1));
        lane.fail(new StoreClosedException("planted", null, Outcome.NOT_APPLIED));

        assertThat(run()).containsExactly("snapshot 1", "2 WRITES [a:>1]", "failed");
    }

    @Test
    void tellsNothingAfterItsClose() {
        lane.start();
        lane.add(write(2, "a", 0, 1));
        lane.close();
        lane.add(write(3, "a", 1, 2));

        assertThat(run()).containsExactly("closed");
    }
}
