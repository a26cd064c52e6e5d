package io.gatewaystore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatewaystore.cli.StorectlRun.Result;
import io.gatewaystore.testkit.etcd.EtcdAdmin;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Members that are down, without a majority, or closed to the user. */
class UnwellMembersIT {

    private static final String PASSWORD = "planted-secret-91bc";

    @RegisterExtension
    final EtcdExtension etcd = EtcdExtension.builder().members(3).build();

    private StorectlRun with(String requestTimeout) {
        return StorectlRun.with(etcd.environment())
                .and("GATEWAY_STORE_ETCD_CONNECT_TIMEOUT", "5s")
                .and("GATEWAY_STORE_ETCD_REQUEST_TIMEOUT", requestTimeout);
    }

    @Test
    void aMemberThatIsDownIsToldBesideTheOthers() throws Exception {
        etcd.member(1).kill();

        Result status = with("5s").execute("endpoint", "status", "-o", "json");
        Result health = with("10s").execute("endpoint", "health");

        assertThat(status.status()).isEqualTo(1);
        JsonNode found = new JsonMapper().readTree(status.out());
        assertThat(found.get(0).path("memberId").isNumber()).isTrue();
        assertThat(found.get(1).path("errors").get(0).asText()).contains("connection refused");
        assertThat(found.get(2).path("memberId").isNumber()).isTrue();
        assertThat(health.status()).isEqualTo(1);
        assertThat(health.lines().get(2)).contains("false", "connection refused");
        assertThat(with("5s").execute("member", "list", "-o", "simple").lines()).hasSize(3);
    }

    @Test
    void withoutAMajorityNobodyIsHealthy() {
        etcd.member(0).kill();
        etcd.member(1).kill();

        Result health = with("1s").execute("endpoint", "health");

        assertThat(health.status()).isEqualTo(1);
        assertThat(health.lines().get(3)).contains("false", "without a majority");
    }

    @Test
    void aStatusThatIsRefusedIsNotCalledDown() throws Exception {
        EtcdAdmin root = etcd.admin();
        root.addUser("reader", PASSWORD);
        root.allow("reader", "readers", "services/");
        root.enableAuthentication("root" + PASSWORD);
        Map<String, String> reader = Map.of(
                "GATEWAY_STORE_BACKEND",
                "etcd",
                "GATEWAY_STORE_ETCD_HOSTS",
                String.join(" ", etcd.endpoints()),
                "GATEWAY_STORE_ETCD_USERNAME",
                "reader",
                "GATEWAY_STORE_ETCD_PASSWORD",
                PASSWORD);

        Result status = StorectlRun.run(reader, "endpoint", "status", "-o", "json");
        Result health = StorectlRun.run(reader, "endpoint", "health");

        assertThat(health.status()).as(health.out()).isZero();
        assertThat(status.status()).isEqualTo(1);
        assertThat(new JsonMapper().readTree(status.out())).allSatisfy(member -> {
            assertThat(member.path("version").asText()).isEqualTo(etcd.version());
            assertThat(member.path("errors").get(0).asText())
                    .contains("status refused", "permission denied", "role root")
                    .doesNotContain("unreachable");
        });
        assertThat(status.out() + status.err() + health.out()).doesNotContain(PASSWORD);
    }
}
