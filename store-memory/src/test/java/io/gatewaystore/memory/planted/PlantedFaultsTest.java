package io.gatewaystore.memory.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import io.gatewaystore.Store;
import io.gatewaystore.watch.WatchListener;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest(name = "{0}")
    @MethodSource("plantings")
    void isCaught(Planting planting) {
        Events tests = run(planting);

        assertThat(tests.started().count())
                .as("tests named %s", planting.caughtBy())
                .isEqualTo(1);
        assertThat(tests.failed().stream().map(PlantedFaultsTest::failure))
                .as("'%s', to be caught by %s", planting.fault(), planting.caughtBy())
                .singleElement(THROWABLE)
                .satisfies(failure -> assertThat(planting.inVain() || !(failure instanceof ConditionTimeoutException))
                        .as("expected to be noticed, not to be waited for: %s", failure)
                        .isTrue());
    }

    private static Throwable failure(Event failed) {
        return failed.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    /** What never comes need not be waited for as long as what may come late; all others have the patience that they need. */
    private static Events run(Planting planting) {
        if (planting.inVain()) {
            System.setProperty(PATIENCE, "PT1S");
        }
        try {
            return Suspect.run(planting.fixture(), planting.caughtBy());
        } finally {
            System.clearProperty(PATIENCE);
        }
    }

    /** The control: the same tests, on the same decorators, with nothing planted. */
    @Test
    void isNotCaughtWithoutAFault() {
        String[] tests = plantings().stream().map(Planting::caughtBy).distinct().toArray(String[]::new);

        Events run = Suspect.run(
                clock -> new Planting.Fixture(clock, FaultyBackend::new, PlantedFaultsTest::soundDecorator), tests);

        run.assertStatistics(events -> events.started(tests.length).succeeded(tests.length));
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
