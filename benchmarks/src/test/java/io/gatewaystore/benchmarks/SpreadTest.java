package io.gatewaystore.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void isOfTheSmallestTheMiddleAndTheLargest() {
        assertThat(Spread.of(List.of(5.0, 1.0, 3.0))).isEqualTo(new Spread(1, 3, 5));
    }

    @Test
    void liesBetweenTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 9.0)).median()).isEqualTo(3);
    }

    @Test
    void isPrintedWithTheMedianFirst() {
        assertThat(new Spread(1, 3.14159, 5)).hasToString("3.14 [1.00, 5.00]");
    }
}
