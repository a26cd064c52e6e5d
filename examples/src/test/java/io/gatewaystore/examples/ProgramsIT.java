package io.gatewaystore.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.examples.gateway.GatewayProcess;
import io.gatewaystore.examples.gateway.GatewayProcess.Result;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of the README's section on examples, on memory and on etcd. */
class ProgramsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().build();

    @ParameterizedTest
    @ValueSource(strings = {"dispatch.Dispatch", "schedule.Schedule", "rollout.ConfigRollout", "routing.Routing"})
    void showTheirSceneAndEnd(String program) {
        for (Map<String, String> environment :
                Stream.of(Map.<String, String>of(), etcd()).toList()) {
            Result result = GatewayProcess.runMain(name(program), environment);

            assertThat(result.status()).as(result.out() + result.err()).isZero();
            assertThat(result.out()).isNotEmpty();
            assertThat(result.err()).isEmpty();
        }
    }

    @Test
    void rollOutConfigurationToProcesses() {
        try (GatewayProcess first = start("rollout.RolloutNode", "node-1");
                GatewayProcess second = start("rollout.RolloutNode", "node-2")) {
            awaitOutput(first, "node-1: Limits[requestsPerSecond=10]");
            awaitOutput(second, "node-2: Limits[requestsPerSecond=10]");

            Result result = GatewayProcess.runMain(name("rollout.Operator"), etcd(), "100");

            assertThat(result.status()).as(result.err()).isZero();
            assertThat(result.out()).contains("applied=[node-1, node-2], left=[], pending=[]");
            awaitOutput(first, "node-1: Limits[requestsPerSecond=100]");
            awaitOutput(second, "node-2: Limits[requestsPerSecond=100]");
        }
    }

    @Test
    void makeEachReportInOneOfTheProcesses() {
        try (GatewayProcess first = start("schedule.ReportNode", "node-1");
                GatewayProcess second = start("schedule.ReportNode", "node-2")) {
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

    private static GatewayProcess start(String program, String name) {
        return GatewayProcess.startMain(name(program), etcd(), name);
    }

    private static String name(String program) {
        return "io.gatewaystore.examples." + program;
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
