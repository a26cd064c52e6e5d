package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.error.CodecException;
import io.gatewaystore.value.Counter;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Counters: no addition is lost, whoever makes it, and each gives the value it made.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class CounterContract extends Concept {

    private static final int NODES = 16;

    /** Of each node: {@code -Dgatewaystore.counter.increments=100} is the number that a fleet is measured with. */
    private static final int INCREMENTS = Integer.getInteger("gatewaystore.counter.increments", 10);

    CounterContract() {}

    @Test
    void countsUpAndDownFromNothing() {
        Counter counter = store.counter("c");

        assertThat(counter.get()).isZero();
        assertThat(counter.increment()).isEqualTo(1);
        assertThat(counter.add(41)).isEqualTo(42);
        assertThat(counter.add(-50)).isEqualTo(-8);
        assertThat(counter.get()).isEqualTo(-8);
        assertThat(entry("c").value()).isEqualTo(number(-8));
    }

    @Test
    void losesNoIncrementOfManyNodesAndGivesEachAValueOfItsOwn() {
        List<List<Long>> values = Crowd.call(NODES, node -> {
            Counter counter = another().withDeadline(Duration.ofMinutes(1)).counter("c");
            return LongStream.range(0, INCREMENTS)
                    .mapToObj(i -> counter.increment())
                    .toList();
        });

        long all = (long) NODES * INCREMENTS;
        assertThat(store.counter("c").get()).isEqualTo(all);
        assertThat(values.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, all).boxed().toList());
        assertThat(values).allSatisfy(of -> assertThat(of).isSorted());
    }

    @Test
    void refusesToOverflow() {
        store.put("c", number(Long.MAX_VALUE));

        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> store.counter("c").increment());
        assertThat(store.counter("c").get()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void namesTheKeyThatHoldsNoNumber() {
        store.put("c", text("s3cret"));

        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> store.counter("c").increment())
                .withMessageContaining("'c'")
                .withMessageNotContaining("s3cret");
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> store.counter("c").get())
                .withMessageContaining("'c'");
        assertThat(entry("c").value()).isEqualTo(text("s3cret"));
    }
}
