package io.gatewaystore.examples.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.error.LockLostException;
import io.gatewaystore.memory.MemoryCluster;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Instant DUE = Instant.parse("2026-11-26T03:00:00Z");

    private final MemoryCluster cluster = MemoryCluster.create();
    private final Store here = cluster.open();
    private final Store there = cluster.open();

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void isMadeByOneOfTheNodesThatComeAtOnce() {
        AtomicInteger made = new AtomicInteger();
        List<CompletableFuture<Boolean>> nodes = Stream.of(here, there)
                .map(store -> new Report(store, due -> "number " + made.incrementAndGet()))
                .map(report -> CompletableFuture.supplyAsync(() -> report.make(DUE)))
                .toList();

        assertThat(nodes).map(CompletableFuture::join).containsExactlyInAnyOrder(true, false);
        assertThat(text()).isEqualTo("number 1");
        assertThat(made).hasValue(1);
    }

    @Test
    void isMadeByTheNextNodeIfTheFirstCannot() {
        Report broken = new Report(here, due -> {
            throw new IllegalStateException("no paper");
        });

        assertThatIllegalStateException().isThrownBy(() -> broken.make(DUE));
        assertThat(new Report(there, due -> "good").make(DUE)).isTrue();

        assertThat(text()).isEqualTo("good");
    }

    @Test
    void isNotWrittenByANodeThatWasPausedForTooLong() {
        Report other = new Report(there, due -> "good");
        Report paused = new Report(here, due -> {
            there.deleteRange(KeyRange.directory(Report.LOCK)); // as when its session has expired
            assertThat(CompletableFuture.supplyAsync(() -> other.make(due)).join())
                    .isTrue();
            return "late";
        });

        assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> paused.make(DUE));

        assertThat(text()).isEqualTo("good");
    }

    private String text() {
        return there.get("reports/" + DUE).orElseThrow().value().toUtf8();
    }
}
