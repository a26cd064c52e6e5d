package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.credentials.procedure.Interruptions.Recovery;
import io.gatewaystore.credentials.status.EncryptionState;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Ends every command at the moments at which its journal grows, just before and just after each record, and goes on or back from there. The ordinary build
 * takes every fifth moment on one member, and of the three recoveries each in turn. With {@code -Dgatewaystore.credentials.interruptions=every}
 * each moment meets each recovery, on one member, on three at once, and on three one by one: that takes hours.
 */
class InterruptedCommandsIT {

    private static final boolean EVERY = "every".equals(System.getProperty("gatewaystore.credentials.interruptions"));

    private static final int STRIDE = 5;

    private static OperatedCluster one;
    private static OperatedCluster three;

    @BeforeAll
    static void start() {
        one = OperatedCluster.onLoopback(1);
        if (EVERY) {
            three = OperatedCluster.onLoopback(3);
        }
    }

    @AfterAll
    static void stop() {
        one.close();
        if (EVERY) {
            three.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> goOnOrBackFromWhereverTheyWereEnded() {
        Stream<DynamicTest> single = tests("one member", one, Flow.OFFLINE);
        return EVERY
                ? Stream.of(
                                single,
                                tests("three members at once", three, Flow.OFFLINE),
                                tests("three members one by one", three, Flow.ROLLING))
                        .flatMap(tests -> tests)
                : single;
    }

    private static Stream<DynamicTest> tests(String where, OperatedCluster cluster, Flow flow) {
        Interruptions interruptions = new Interruptions(cluster, flow);
        return Stream.of(
                        tests(where + ": enable", interruptions, interruptions.enable(), EncryptionState.OFF, flow),
                        tests(
                                where + ": rotate",
                                interruptions,
                                interruptions.rotate(false),
                                EncryptionState.ON,
                                Flow.ROLLING),
                        tests(
                                where + ": rotate --new-ca",
                                interruptions,
                                interruptions.rotate(true),
                                EncryptionState.ON,
                                flow),
                        tests(where + ": rollback", interruptions, interruptions.rollback(), EncryptionState.ON, flow))
                .flatMap(tests -> tests);
    }

    private static Stream<DynamicTest> tests(
            String what,
            Interruptions interruptions,
            Consumer<CredentialProcedures> command,
            EncryptionState from,
            Flow flow) {
        interruptions.bringTo(from);
        return IntStream.range(0, interruptions.moments(command))
                .filter(moment -> EVERY || moment % STRIDE == 0)
                .boxed()
                .flatMap(moment -> recoveries(moment).stream()
                        .map(recovery -> DynamicTest.dynamicTest(
                                what + " ended at moment " + moment + ", then " + recovery,
                                () -> check(interruptions, command, from, flow, moment, recovery))));
    }

    private static List<Recovery> recoveries(int moment) {
        List<Recovery> all = List.of(Recovery.values());
        return EVERY ? all : List.of(all.get(moment / STRIDE % all.size()));
    }

    private static void check(
            Interruptions interruptions,
            Consumer<CredentialProcedures> command,
            EncryptionState from,
            Flow flow,
            int moment,
            Recovery recovery) {
        interruptions.bringTo(from);
        interruptions.interrupt(command, moment);
        if (flow == Flow.ROLLING) {
            interruptions.assertThereIsAWayIn();
        }
        interruptions.recover(recovery);
        EncryptionState state = interruptions.assertClean();
        if (recovery == Recovery.ROLLBACK) {
            assertThat(state).isEqualTo(EncryptionState.OFF);
        }
    }
}
