package io.gatewaystore.examples.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Store;
import io.gatewaystore.examples.gateway.GatewayProcess;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cores and runners as processes of their own. */
class DispatchProcessesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().build();

    @Test
    void goOnWhenTheActiveCoreAndARunnerAreKilled() {
        try (GatewayProcess first = start("Core", "core-1");
                GatewayProcess killed = start("Runner", "runner-1");
                GatewayProcess stopped = start("Runner", "runner-2");
                Store store = Store.open(ETCD.config())) {
            Jobs jobs = new Jobs(store);
            awaitLine(first, "core-1: active");
            awaitLine(killed, "runner-1: ready");
            awaitLine(stopped, "runner-2: ready");
            try (GatewayProcess second = start("Core", "core-2")) {
                awaitLine(second, "core-2: stands by");
                assertThat(jobs.run("one", PATIENCE))
                        .hasValueSatisfying(result -> assertThat(result).startsWith("ONE by runner-"));

                killed.kill();
                assertThat(jobs.run("two", PATIENCE)).contains("TWO by runner-2");

                first.kill();
                assertThat(jobs.run("three", PATIENCE)).contains("THREE by runner-2");
                awaitLine(second, "core-2: active");
                awaitLine(second, "core-2: runners/runner-1 is gone");

                stopped.stop();
                assertThat(store.count(Runner.ALL).keys()).isZero();
                awaitLine(second, "core-2: runners/runner-2 is gone");

                second.stop();
                assertThat(store.election(Core.ACTIVE).leader()).isEmpty();
            }
        }
    }

    private static GatewayProcess start(String program, String name) {
        Map<String, String> environment = new HashMap<>(ETCD.environment());
        environment.put("GATEWAY_STORE_ETCD_SESSION_TTL", "5s");
        // A machine that runs much else may take its time to start a JVM.
        environment.put("GATEWAY_STORE_ETCD_CONNECT_TIMEOUT", "20s");
        return GatewayProcess.startMain("io.gatewaystore.examples.dispatch." + program, environment, name);
    }

    private static void awaitLine(GatewayProcess process, String beginning) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(process.out().lines())
                        .as(process::err)
                        .anyMatch(line -> line.startsWith(beginning)));
    }
}
