package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.KeyRange;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.spi.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many ranges are read at a time for watches, and where what was read is taken. */
class ReadingsTest {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Readings readings = new Readings(tasks::add);
    private final List<CompletableFuture<Pages>> begun = new ArrayList<>();
    private final List<Object> taken = new ArrayList<>();

    private static Pages pages() {
        return new Pages(KeyRange.all(), Request.Shape.ENTRIES, ReadOptions.linearizable());
    }

    private CompletableFuture<Pages> begin() {
        CompletableFuture<Pages> reading = new CompletableFuture<>();
        begun.add(reading);
        return reading;
    }

    private void read(int count) {
        for (int i = 0; i < count; i++) {
            readings.read(this::begin, (read, failure) -> taken.add(read == null ? failure : read));
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void areFewAtATimeInOrder() {
        read(6);
        assertThat(begun).hasSize(Readings.MOST_UNDER_WAY);

        List<Pages> results = IntStream.range(0, 6).mapToObj(i -> pages()).toList();
        for (int i = 0; i < 6; i++) {
            begun.get(i).complete(results.get(i));
            runTasks();
        }

        assertThat(taken).containsExactlyElementsOf(results);
    }

    @Test
    void areTakenWhereTheyHoldNobodyUp() {
        read(5);

        begun.get(0).complete(pages());

        assertThat(taken).isEmpty();
        assertThat(begun).hasSize(4);
        runTasks();
        assertThat(taken).hasSize(1);
        assertThat(begun).hasSize(5);
    }

    @Test
    void goOnAfterOneThatCannotBegin() {
        Error full = new OutOfMemoryError("planted");
        for (int i = 0; i < Readings.MOST_UNDER_WAY; i++) {
            readings.read(
                    () -> {
                        throw full;
                    },
                    (read, failure) -> taken.add(failure));
        }
        runTasks();
        read(1);

        assertThat(taken).containsOnly(full);
        assertThat(begun).hasSize(1);
    }

    @Test
    void goOnAfterOneThatCannotBeTaken() {
        Error full = new OutOfMemoryError("planted");
        for (int i = 0; i < Readings.MOST_UNDER_WAY; i++) {
            readings.read(this::begin, (read, failure) -> {
                throw full;
            });
        }
        read(1);
        begun.get(0).complete(pages());

        assertThatThrownBy(this::runTasks).isSameAs(full);

        assertThat(begun).hasSize(Readings.MOST_UNDER_WAY + 1);
    }
}
