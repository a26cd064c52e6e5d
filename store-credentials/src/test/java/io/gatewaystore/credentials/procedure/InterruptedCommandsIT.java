package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.procedure.HalfStateRepair.Half;
import io.gatewaystore.credentials.procedure.InterruptedCommand.Recovery;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Ends every command within each of its steps, at the moments at which its journal grows, and goes on or back from there. While members are taken one by
 * one, a quorum of them can be reached at each of these moments. The ordinary build ends each step once, on one member, and takes the three recoveries in turn.
 *
 * <p>{@code -Dgatewaystore.credentials.moments=steps} ends each step at its beginning, in its middle and at its end, and {@code =all} at every moment
 * there is. {@code -Dgatewaystore.credentials.members=3} takes three members, once one by one and once all at the same time.
 * {@code -Dgatewaystore.credentials.recoveries=all} meets each moment with each recovery.
 */
class InterruptedCommandsIT {

    private static final Thoroughness THOROUGHNESS = Thoroughness.valueOf(
            System.getProperty("gatewaystore.credentials.moments", "once").toUpperCase(Locale.ROOT));
    private static final int MEMBERS = Integer.getInteger("gatewaystore.credentials.members", 1);
    private static final boolean ALL_RECOVERIES =
            "all".equals(System.getProperty("gatewaystore.credentials.recoveries"));

    private static OperatedCluster cluster;

    /** What is taken in turn goes on from one command to the next. */
    private int turn;

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
        Stream<DynamicTest> atOnce =
                Stream.concat(tests("all at once: ", commands(Flow.OFFLINE)), tests("", ofEitherFlow()));
        return MEMBERS == 1 ? atOnce : Stream.concat(tests("one by one: ", commands(Flow.ROLLING)), atOnce);
    }

    private static Stream<InterruptedCommand> commands(Flow flow) {
        return Stream.concat(
                Stream.of(DeploymentCommand.enable(cluster, flow), DeploymentCommand.rollback(cluster, flow)),
                repairs(flow, Half.JOURNAL_LOST));
    }

    private static Stream<InterruptedCommand> repairs(Flow flow, Half half) {
        return Stream.of(Intent.values()).map(intent -> new HalfStateRepair(cluster, flow, half, intent));
    }

    private static Stream<InterruptedCommand> ofEitherFlow() {
        return Stream.of(
                        Stream.of(false, true).map(newAuthority -> DeploymentCommand.rotate(cluster, newAuthority)),
                        repairs(Flow.OFFLINE, Half.CONFIGURATION_RESET),
                        Stream.of(ApplyStage.values()).map(stage -> new AppliedStage(cluster, stage)))
                .flatMap(commands -> commands);
    }

    private Stream<DynamicTest> tests(String where, Stream<InterruptedCommand> commands) {
        return commands.flatMap(command -> THOROUGHNESS.moments(command.rehearse(), turn).stream()
                .flatMap(moment -> recoveries().stream()
                        .map(recovery -> DynamicTest.dynamicTest(
                                where + command + " ended at moment " + moment + ", then " + recovery,
                                () -> check(command, moment, recovery)))));
    }

    private List<Recovery> recoveries() {
        List<Recovery> all = List.of(Recovery.values());
        int now = turn++;
        // The middle of a step is not to meet the same recovery each time.
        return ALL_RECOVERIES ? all : List.of(all.get((now + now / all.size()) % all.size()));
    }

    private static void check(InterruptedCommand command, int moment, Recovery recovery) {
        boolean sound = false;
        try {
            command.endAt(moment, recovery);
            sound = true;
        } finally {
            if (!sound) {
                cluster.reset();
            }
        }
    }
}
