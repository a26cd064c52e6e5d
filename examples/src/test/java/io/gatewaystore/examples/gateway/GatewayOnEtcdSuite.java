package io.gatewaystore.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.examples.gateway.GatewayProcess.Result;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The fleet on real etcd; each class that extends this gives another way to reach it. */
abstract class GatewayOnEtcdSuite {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final EtcdExtension etcd;

    GatewayOnEtcdSuite(EtcdExtension etcd) {
        this.etcd = etcd;
    }

    @Test
    void runsTheDemoAgainAndAgain() {
        Map<String, String> environment = inNamespace("demos");

        for (int run = 0; run < 2; run++) {
            Result result = GatewayProcess.run(environment, "demo");

            assertThat(result.status()).as(result.err()).isZero();
            assertThat(result.out()).contains("etcd", "All three agree");
            assertThat(result.err()).isEmpty();
        }
        assertThat(etcd.admin().keys("demos/")).isEmpty();
    }

    @Test
    void putsGetsAndDeletes() {
        Map<String, String> environment = inNamespace("gateway/cluster_1");

        Result put = GatewayProcess.run(environment, "put", "service", "billing", "http://10.0.0.7:8080");

        assertThat(put.status()).as(put.err()).isZero();
        assertThat(etcd.admin().get("gateway/cluster_1/services/billing"))
                .contains("{\"name\":\"billing\",\"url\":\"http://10.0.0.7:8080\"}");

        Result get = GatewayProcess.run(environment, "get", "services");
        assertThat(get.lines()).hasSize(2);
        assertThat(get.lines().get(1)).matches("billing +http://10\\.0\\.0\\.7:8080 +\\d+");

        assertThat(GatewayProcess.run(environment, "delete", "service", "billing")
                        .status())
                .isZero();
        assertThat(etcd.admin().keys("gateway/cluster_1/")).isEmpty();
        assertThat(GatewayProcess.run(environment, "delete", "service", "billing")
                        .status())
                .isEqualTo(1);
    }

    @Test
    void aNodeShowsWhatOthersDo() {
        etcd.admin().put("nodes/services/search", json("search", "http://10.0.0.8:8080"));
        try (GatewayProcess node = GatewayProcess.start(inNamespace("nodes"), "node", "a")) {
            awaitOutput(node, "a: has search http://10\\.0\\.0\\.8:8080 \\(revision \\d+\\)");

            long put = etcd.admin().put("nodes/services/billing", json("billing", "http://10.0.0.7:8080"));
            awaitOutput(node, "a: added billing http://10\\.0\\.0\\.7:8080 \\(revision " + put + "\\)");

            etcd.admin().put("nodes/services/blip", json("blip", "http://10.0.0.9:8080"));
            await().pollDelay(Duration.ofMillis(20)).until(() -> true);
            etcd.admin().delete("nodes/services/blip");
            awaitOutput(node, "a: added blip http://10\\.0\\.0\\.9:8080 .*\\Ra: removed blip ");

            Result stopped = node.stop();
            assertThat(stopped.status()).as(stopped.err()).isZero();
            assertThat(stopped.out()).endsWith("a: stopped" + System.lineSeparator());
            assertThat(stopped.err()).isEmpty();
        }
    }

    private Map<String, String> inNamespace(String namespace) {
        Map<String, String> environment = new HashMap<>(etcd.environment());
        environment.put("GATEWAY_STORE_NAMESPACE", namespace);
        // A machine that runs much else may take its time to start a JVM.
        environment.put("GATEWAY_STORE_ETCD_CONNECT_TIMEOUT", "20s");
        return environment;
    }

    private static void awaitOutput(GatewayProcess node, String pattern) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            Matcher matcher = Pattern.compile(pattern).matcher(node.out());
            assertThat(matcher.find()).as(node.out() + node.err()).isTrue();
        });
    }

    private static String json(String name, String url) {
        return "{\"name\":\"%s\",\"url\":\"%s\"}".formatted(name, url);
    }
}
