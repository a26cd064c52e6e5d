package io.gatewaystore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatewaystore.cli.StorectlRun.Result;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.Etcdctl;
import io.gatewaystore.testkit.etcd.TlsMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Status, health and members beside what etcd's own tool says; each class that extends this gives another way to connect. */
abstract class EndpointStatusSuite {

    private static final Duration REST = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    private final EtcdExtension etcd;

    EndpointStatusSuite(EtcdExtension etcd) {
        this.etcd = etcd;
    }

    @Test
    void statusEqualsThatOfEtcdctlFieldByField() {
        Etcdctl etcdctl = Etcdctl.locate();
        // Our own cluster at rest: what the tool says before is what it says after.
        await().atMost(REST).untilAsserted(() -> {
            JsonNode before = witness(etcdctl);
            Result ours = StorectlRun.run(etcd.environment(), "endpoint", "status", "-o", "json");
            JsonNode after = witness(etcdctl);

            assertThat(before).isEqualTo(after);
            assertThat(ours.status()).as(ours.err()).isZero();
            assertEqual(JSON.readTree(ours.out()), after);
        });
    }

    private JsonNode witness(Etcdctl etcdctl) throws Exception {
        return JSON.readTree(etcdctl.run(etcd.cluster(), "endpoint", "status", "-w", "json"));
    }

    /** etcd's tool leaves out what is zero, false or empty. */
    private static void assertEqual(JsonNode ours, JsonNode theirs) {
        assertThat(ours.size()).isEqualTo(theirs.size());
        for (int i = 0; i < ours.size(); i++) {
            JsonNode our = ours.get(i);
            JsonNode status = theirs.get(i).path("Status");
            JsonNode memberId = status.path("header").path("member_id");
            assertThat(our.path("endpoint").asText())
                    .isEqualTo(theirs.get(i).path("Endpoint").asText());
            assertThat(our.path("memberId").bigIntegerValue()).isEqualTo(memberId.bigIntegerValue());
            assertThat(our.path("version").asText())
                    .isEqualTo(status.path("version").asText());
            assertThat(our.path("dbSize").asLong())
                    .isPositive()
                    .isEqualTo(status.path("dbSize").asLong());
            assertThat(our.path("isLeader").asBoolean())
                    .isEqualTo(status.path("leader").equals(memberId));
            assertThat(our.path("isLearner").asBoolean())
                    .isEqualTo(status.path("isLearner").asBoolean());
            for (String number : List.of("raftTerm", "raftIndex", "raftAppliedIndex")) {
                assertThat(our.path(number).asLong())
                        .as(number)
                        .isPositive()
                        .isEqualTo(status.path(number).asLong());
            }
            assertThat(our.path("errors")).isEmpty();
            assertThat(status.path("errors")).isEmpty();
        }
    }

    @Test
    void theReferencesOneLinerCarriesOver() {
        List<String> line = new ArrayList<>(options());
        line.addAll(List.of("--write-out=table", "endpoint", "status"));

        Result result = StorectlRun.run(Map.of(), line.toArray(String[]::new));

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.lines()).hasSize(etcd.members().size() + 1);
        assertThat(result.lines().get(0).split(" {2,}"))
                .containsExactly(
                        "ENDPOINT",
                        "ID",
                        "VERSION",
                        "DB SIZE",
                        "IS LEADER",
                        "IS LEARNER",
                        "RAFT TERM",
                        "RAFT INDEX",
                        "RAFT APPLIED INDEX",
                        "ERRORS");
        assertThat(result.lines().get(1)).startsWith(url(0)).contains(etcd.version());
    }

    @Test
    void everyMemberIsHealthy() {
        Result result = StorectlRun.run(etcd.environment(), "endpoint", "health", "-o", "simple");

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.lines())
                .hasSize(etcd.members().size())
                .allSatisfy(line -> assertThat(line).contains(" is healthy: took "));
    }

    @Test
    void listsTheMembers() throws Exception {
        Result result = StorectlRun.run(etcd.environment(), "member", "list", "-o", "json");

        assertThat(result.status()).as(result.err()).isZero();
        List<String> names = new ArrayList<>();
        JSON.readTree(result.out())
                .forEach(member -> names.add(member.path("name").asText()));
        assertThat(names).containsExactlyInAnyOrderElementsOf(etcd.admin().memberNames());
    }

    /** The cluster as etcd's own tool is told of it. */
    private List<String> options() {
        EtcdCluster cluster = etcd.cluster();
        List<String> options = new ArrayList<>();
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < cluster.members().size(); i++) {
            urls.add(url(i));
        }
        options.add("--endpoints=" + String.join(",", urls));
        options.add("--dial-timeout=20s");
        if (cluster.tls() != TlsMode.PLAIN) {
            options.addAll(List.of("--cacert", cluster.certificates().caFile().toString()));
        }
        if (cluster.tls() == TlsMode.MUTUAL_TLS) {
            options.addAll(List.of(
                    "--cert",
                    cluster.certificates().clientCertificateFile().toString(),
                    "--key",
                    cluster.certificates().clientKeyFile().toString()));
        }
        return options;
    }

    private String url(int member) {
        return (etcd.cluster().tls() != TlsMode.PLAIN ? "https://" : "http://")
                + etcd.endpoints().get(member);
    }
}
