package io.gatewaystore.memory.planted;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Store;
import io.gatewaystore.watch.WatchListener;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/**
 * Does the contract suite bite? Each planted fault must make the one test fail that is there to notice it. The suite's other tests are not run,
 * so a fault counts only for the promise it breaks.
 */
class PlantedFaultsTest {

    private static final String PATIENCE = "gatewaystore.testkit.patience";
    private static final int FEWEST = 100;

    static List<Planting> plantings() {
        return Stream.of(
                        KeyFaults.plantings(),
                        ConditionFaults.plantings(),
                        RangeFaults.plantings(),
                        ReadFaults.plantings(),
                        TransactionFaults.plantings(),
                        TtlFaults.plantings(),
                        SessionFaults.plantings(),
                        LockFaults.plantings(),
                        StoreFaults.plantings(),
                        LifeFaults.plantings(),
                        WatchFaults.plantings(),
                        ListenerFaults.plantings(),
                        OptionFaults.plantings(),
                        CursorFaults.plantings(),
                        TypedFaults.plantings(),
                        ReplicaFaults.plantings())
                .flatMap(List::stream)
                .toList();
    }

    static List<Planting> plantings(boolean inVain) {
        return plantings().stream()
                .filter(planting -> planting.inVain() == inVain)
                .toList();
    }

    /** Those that a test sees. */
    @Nested
    class Seen {
        static List<Planting> plantings() {
            return PlantedFaultsTest.plantings(false);
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("plantings")
        void isCaught(Planting planting) {
            assertThat(failure(planting))
                    .as("expected to be noticed, not to be waited for")
                    .isNotInstanceOf(ConditionTimeoutException.class);
        }
    }

    /** Those that a test notices because what it waits for never comes: it need not wait as long as for what may come late, nor alone. */
    @Nested
    class AwaitedInVain {
        static List<Planting> plantings() {
            return PlantedFaultsTest.plantings(true);
        }

        @BeforeAll
        static void beImpatient() {
            System.setProperty(PATIENCE, "PT1S");
        }

        @AfterAll
        static void bePatient() {
            System.clearProperty(PATIENCE);
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("plantings")
        @Execution(ExecutionMode.CONCURRENT)
        void isCaught(Planting planting) {
            assertThat(failure(planting)).isNotNull();
        }
    }

    /** What the one test failed with that is there to notice the fault. */
    private static Throwable failure(Planting planting) {
        Events tests = Suspect.run(planting.fixture(), planting.caughtBy());
        assertThat(tests.started().count())
                .as("tests named %s", planting.caughtBy())
                .isEqualTo(1);
        assertThat(tests.failed().count())
                .as("'%s', to be caught by %s", planting.fault(), planting.caughtBy())
                .isEqualTo(1);
        return cause(tests.failed().stream().findFirst().orElseThrow());
    }

    private static Throwable cause(Event failed) {
        return failed.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    /** The control: the same tests, on the same decorators, with nothing planted. */
    @Test
    void isNotCaughtWithoutAFault() {
        String[] tests = plantings().stream().map(Planting::caughtBy).distinct().toArray(String[]::new);

        Events run = Suspect.run(
                clock -> new Planting.Fixture(clock, FaultyBackend::new, PlantedFaultsTest::soundDecorator), tests);

        assertThat(run.started().count()).isEqualTo(tests.length);
        assertThat(run.failed().stream().map(failed -> failed.getTestDescriptor() + ": " + cause(failed)))
                .isEmpty();
    }

    private static FaultyStore soundDecorator(Store sound) {
        return new FaultyStore(sound, PlantedFaultsTest::soundDecorator) {
            @Override
            WatchListener heard(WatchListener listener) {
                return new FaultyListener(listener);
            }
        };
    }

    @Test
    void areManyAndDifferent() {
        assertThat(plantings())
                .hasSizeGreaterThanOrEqualTo(FEWEST)
                .extracting(Planting::fault)
                .doesNotHaveDuplicates();
    }
}
