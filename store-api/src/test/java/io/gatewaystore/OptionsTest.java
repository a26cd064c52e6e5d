package io.gatewaystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatewaystore.watch.SlowConsumer;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What options take and what they carry. */
class OptionsTest {

    @Test
    void takesATtlOfWholeSecondsFromTwoToFiftyYears() {
        assertThat(WriteOptions.ttl(Duration.ofSeconds(2)).ttl()).contains(Duration.ofSeconds(2));
        assertThat(WriteOptions.ttl(Duration.ofDays(18_250)).ttl()).contains(Duration.ofDays(18_250));
        for (Duration bad : List.of(
                Duration.ZERO,
                Duration.ofSeconds(-3),
                Duration.ofSeconds(1),
                Duration.ofMillis(2_500),
                Duration.ofSeconds(3).plusNanos(1),
                Duration.ofDays(18_250).plusSeconds(1),
                Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> WriteOptions.ttl(bad))
                    .withMessageContaining(bad.toString());
        }
    }

    @Test
    void keepsOnlyTheLeaseItIsToldToKeep() {
        assertThat(WriteOptions.keepLease().keepsLease()).isTrue();
        assertThat(WriteOptions.keepLease().ttl()).isEmpty();
        assertThat(WriteOptions.permanent().keepsLease()).isFalse();
        assertThat(WriteOptions.permanent().ttl()).isEmpty();
        assertThat(WriteOptions.ttl(Duration.ofSeconds(9)).keepsLease()).isFalse();
    }

    @Test
    void takesRevisionsFromOneOn() {
        assertThat(ReadOptions.atRevision(1).revision()).isEqualTo(1);
        assertThat(ReadOptions.linearizable().revision()).isZero();
        for (long bad : List.of(0L, -1L)) {
            assertThatIllegalArgumentException().isThrownBy(() -> ReadOptions.atRevision(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> ReadOptions.atLeast(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> WatchOptions.fromRevision(bad));
        }
    }

    @Test
    void carriesEverythingThatWasAskedOfAWatch() {
        WatchOptions options =
                WatchOptions.fromRevision(7).withPrevious().withProgress().onSlowConsumer(SlowConsumer.FAIL, 3);

        assertThat(options.start()).isEqualTo(WatchOptions.Start.REVISION);
        assertThat(options.revision()).isEqualTo(7);
        assertThat(options.previous()).isTrue();
        assertThat(options.progress()).isTrue();
        assertThat(options.slowConsumer()).isEqualTo(SlowConsumer.FAIL);
        assertThat(options.queue()).isEqualTo(3);
        assertThat(options).hasToString("REVISION(7), previous, progress, FAIL(3 change sets, 8388608 bytes)");
    }

    @Test
    void resumesASlowConsumerUnlessTold() {
        assertThat(WatchOptions.fromNow().slowConsumer()).isEqualTo(SlowConsumer.RESUME);
        assertThat(WatchOptions.fromNow().queue()).isEqualTo(1_024);
        assertThat(WatchOptions.fromNow().queueBytes()).isEqualTo(8 << 20);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WatchOptions.fromNow().onSlowConsumer(SlowConsumer.FAIL, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WatchOptions.fromNow().onSlowConsumer(SlowConsumer.FAIL, 1, 0));
    }

    @Test
    void keepsTheBytesThatMayWaitUnlessTold() {
        WatchOptions options = WatchOptions.fromNow().onSlowConsumer(SlowConsumer.FAIL, 1, 17);

        assertThat(options.onSlowConsumer(SlowConsumer.RESUME, 2).queueBytes()).isEqualTo(17);
        assertThat(options.withPrevious().withProgress().withBaseline().queueBytes())
                .isEqualTo(17);
    }
}
