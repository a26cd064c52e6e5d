package io.gatewaystore.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.error.ConfigurationException.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationExceptionTest {

    private static final Problem FIRST = new Problem("A", "environment", "is wrong");
    private static final Problem SECOND = new Problem("B", "default", "is wrong too");

    @Test
    void oneProblemIsTheMessage() {
        assertThat(new ConfigurationException(List.of(FIRST))).hasMessage("A (environment): is wrong");
    }

    @Test
    void severalProblemsHaveALineEach() {
        assertThat(new ConfigurationException(List.of(FIRST, SECOND)))
                .hasMessage(
                        "the configuration has 2 problems:\n  A (environment): is wrong\n  B (default): is wrong too");
    }

    @Test
    void withoutAProblemThereIsNoException() {
        assertThatThrownBy(() -> new ConfigurationException(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theProblemsAreCopied() {
        List<Problem> problems = new ArrayList<>(List.of(FIRST));
        ConfigurationException failure = new ConfigurationException(problems);
        problems.clear();

        assertThat(failure.problems()).containsExactly(FIRST);
    }

    @Test
    void theCallerGetsTheSameWithItsOwnStack() {
        ConfigurationException original = new ConfigurationException(List.of(FIRST, SECOND));
        ConfigurationException atCaller = original.atCaller();

        assertThat(atCaller).hasMessage(original.getMessage()).hasCause(original);
        assertThat(atCaller.problems()).isEqualTo(original.problems());
    }
}
