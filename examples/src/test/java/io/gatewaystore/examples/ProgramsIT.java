package io.gatewaystore.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.examples.gateway.GatewayProcess;
import io.gatewaystore.examples.gateway.GatewayProcess.Result;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of the README's section on examples, on memory and on etcd. */
class ProgramsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().build();

    static List<Map<String, String>> environments() {
        return List.of(Map.of(), etcd());
    }

    @ParameterizedTest
    @MethodSource("environments")
    void showTheirSceneAndEnd(Map<String, String> environment) {
        try (GatewayProcess dispatch = start("dispatch.Dispatch", environment);
                GatewayProcess schedule = start("schedule.Schedule", environment);
                GatewayProcess rollout = start("rollout.ConfigRollout", environment);
                GatewayProcess routing = start("routing.Routing", environment)) {
            assertThat(done(dispatch)).contains("who is active -> WHO IS ACTIVE by runner-2");
            assertThat(done(schedule)).contains("made the report of");
            assertThat(done(rollout)).contains("applied=[node-1, node-2], left=[], pending=[]");
            assertThat(done(routing)).contains("move it to invoices: done");
        }
    }

    private static String done(GatewayProcess program) {
        Result result = program.end();
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        return result.out();
    }

    @Test
    void rollOutConfigurationToProcesses() {
        try (GatewayProcess first = start("rollout.RolloutNode", etcd(), "node-1");
                GatewayProcess second = start("rollout.RolloutNode", etcd(), "node-2")) {
            awaitOutput(first, "node-1: Limits[requestsPerSecond=10]");
            awaitOutput(second, "node-2: Limits[requestsPerSecond=10]");

            try (GatewayProcess operator = start("rollout.Operator", etcd(), "100")) {
                assertThat(done(operator)).contains("applied=[node-1, node-2], left=[], pending=[]");
            }
            awaitOutput(first, "node-1: Limits[requestsPerSecond=100]");
            awaitOutput(second, "node-2: Limits[requestsPerSecond=100]");
        }
    }

    @Test
    void makeEachReportInOneOfTheProcesses() {
        try (GatewayProcess first = start("schedule.ReportNode", etcd(), "node-1");
                GatewayProcess second = start("schedule.ReportNode", etcd(), "node-2")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(reports(first, second))
                            .as(() -> first.err() + second.err())
                            .hasSizeGreaterThan(1));
            assertThat(reports(first, second)).doesNotHaveDuplicates();
        }
    }

    private static Stream<String> reports(GatewayProcess... nodes) {
        return Stream.of(nodes)
                .flatMap(node -> node.out().lines())
                .filter(line -> line.contains(": made the report of "))
                .map(line -> line.substring(line.indexOf(": made")));
    }

    private static GatewayProcess start(String program, Map<String, String> environment, String... arguments) {
        return GatewayProcess.startMain("io.gatewaystore.examples." + program, environment, arguments);
    }

    private static Map<String, String> etcd() {
        Map<String, String> environment = new HashMap<>(ETCD.environment());
        // A machine that runs much else may take its time to start a JVM.
        environment.put("GATEWAY_STORE_ETCD_CONNECT_TIMEOUT", "20s");
        return environment;
    }

    private static void awaitOutput(GatewayProcess process, String text) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(process.out()).as(process::err).contains(text));
    }
}
