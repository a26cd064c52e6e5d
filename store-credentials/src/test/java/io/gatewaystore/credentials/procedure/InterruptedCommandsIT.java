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
 * takes every fifth moment on one member, and of the three recoveries each in turn.
 *
 * <p>{@code -Dgatewaystore.credentials.stride=1} takes every moment, and {@code -Dgatewaystore.credentials.members=3} three members, once all at the
 * same time and once one after the other. {@code -Dgatewaystore.credentials.recoveries=all} meets each moment with each recovery.
 */
class InterruptedCommandsIT {

    private static final int STRIDE = Integer.getInteger("gatewaystore.credentials.stride", 5);
    private static final int MEMBERS = Integer.getInteger("gatewaystore.credentials.members", 1);
    private static final boolean ALL_RECOVERIES =
            "all".equals(System.getProperty("gatewaystore.credentials.recoveries"));

    private static OperatedCluster cluster;

    @BeforeAll
    static void start() {
        cluster = OperatedCluster.onLoopback(MEMBERS);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @TestFactory
    Stream<DynamicTest> goOnOrBackFromWhereverTheyWereEnded() {
        Stream<DynamicTest> atOnce = tests("all at once", Flow.OFFLINE);
        return MEMBERS == 1 ? atOnce : Stream.concat(tests("one by one", Flow.ROLLING), atOnce);
    }

    private static Stream<DynamicTest> tests(String where, Flow flow) {
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
                .filter(moment -> moment % STRIDE == 0)
                .boxed()
                .flatMap(moment -> recoveries(moment).stream()
                        .map(recovery -> DynamicTest.dynamicTest(
                                what + " ended at moment " + moment + ", then " + recovery,
                                () -> check(interruptions, command, from, flow, moment, recovery))));
    }

    private static List<Recovery> recoveries(int moment) {
        List<Recovery> all = List.of(Recovery.values());
        return ALL_RECOVERIES ? all : List.of(all.get(moment / STRIDE % all.size()));
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
