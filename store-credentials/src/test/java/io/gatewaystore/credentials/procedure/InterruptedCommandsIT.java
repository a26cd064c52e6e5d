package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.procedure.HalfStateRepair.Half;
import io.gatewaystore.credentials.procedure.InterruptedCommand.Recovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Ends every command within each of its steps, at the moments at which its journal grows, and goes on or back from there. While members are taken one by
 * one, a quorum of them can be reached at each of these moments. The ordinary build ends each step once, on one member, takes the three recoveries in turn,
 * and leaves out repairs and stages whose steps others have as well.
 *
 * <p>{@code -Dgatewaystore.credentials.moments=steps} ends each step just inside its beginning, in its middle and just before its end, and {@code =all} at every moment
 * there is. {@code -Dgatewaystore.credentials.members=3} takes three members, once one by one and once all at the same time.
 * {@code -Dgatewaystore.credentials.recoveries=all} meets each moment with each recovery.
 */
class InterruptedCommandsIT {

    private static final Thoroughness THOROUGHNESS = Thoroughness.valueOf(
            System.getProperty("gatewaystore.credentials.moments", "once").toUpperCase(Locale.ROOT));
    private static final boolean AT_LENGTH = THOROUGHNESS != Thoroughness.ONCE;
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

    @BeforeEach
    void reset() {
        cluster.reset();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @TestFactory
    Stream<DynamicTest> goOnOrBackFromWhereverTheyWereEnded() {
        List<Flow> flows = MEMBERS == 1 ? List.of(Flow.OFFLINE) : List.of(Flow.ROLLING, Flow.OFFLINE);
        return tests(Stream.concat(
                Stream.of(DeploymentCommand.rotate(cluster, false), DeploymentCommand.rotate(cluster, true)),
                Stream.concat(
                        repairs(Flow.OFFLINE, Half.CONFIGURATION_RESET),
                        flows.stream().flatMap(InterruptedCommandsIT::flowing))));
    }

    @TestFactory
    Stream<DynamicTest> goOnOrBackOnASingleHostFromWhereverTheyWereEnded() {
        return tests(Stream.of(ApplyStage.values())
                .filter(stage -> AT_LENGTH || stage == ApplyStage.OFFLINE)
                .map(stage -> new AppliedStage(cluster, stage)));
    }

    private static Stream<InterruptedCommand> flowing(Flow flow) {
        return Stream.concat(
                Stream.of(DeploymentCommand.enable(cluster, flow), DeploymentCommand.rollback(cluster, flow)),
                repairs(flow, Half.JOURNAL_LOST));
    }

    private static Stream<InterruptedCommand> repairs(Flow flow, Half half) {
        return Stream.of(Intent.values())
                .filter(intent -> AT_LENGTH || intent == half.likelyIntent())
                .map(intent -> new HalfStateRepair(cluster, flow, half, intent));
    }

    /** Each test is chosen when the one before has ended. */
    private Stream<DynamicTest> tests(Stream<InterruptedCommand> commands) {
        List<Ending> endings = new ArrayList<>();
        commands.forEach(command -> THOROUGHNESS
                .moments(command.rehearse(), turn)
                .forEach(moment ->
                        recoveries().forEach(recovery -> endings.add(new Ending(command, moment, recovery)))));
        return Stream.generate(() -> takeNext(endings).test()).limit(endings.size());
    }

    /** One that begins where the last one has ended, if there is any: to lead a deployment elsewhere takes as long as the test. */
    private static Ending takeNext(List<Ending> endings) {
        InterruptedCommand command = endings.stream()
                .map(Ending::command)
                .distinct()
                .filter(InterruptedCommand::isAtHand)
                .findFirst()
                .orElse(endings.get(0).command());
        Ending next = endings.stream()
                .filter(ending -> ending.command() == command)
                .findFirst()
                .orElseThrow();
        endings.remove(next);
        return next;
    }

    private List<Recovery> recoveries() {
        List<Recovery> all = List.of(Recovery.values());
        int now = turn++;
        // The middle of a step is not to meet the same recovery each time.
        return ALL_RECOVERIES ? all : List.of(all.get((now + now / all.size()) % all.size()));
    }

    /** A command that is ended once, and what is done then. */
    private record Ending(InterruptedCommand command, int moment, Recovery recovery) {

        DynamicTest test() {
            return DynamicTest.dynamicTest(toString(), this::check);
        }

        /** Reports do not show the names of dynamic tests. */
        private void check() {
            try {
                command.endAt(moment, recovery);
            } catch (RuntimeException | Error failure) {
                cluster.reset();
                throw new AssertionError(toString(), failure);
            }
        }

        @Override
        public String toString() {
            return command + " ended at moment " + moment + ", then " + recovery;
        }
    }
}
