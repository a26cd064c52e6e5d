package io.gatewaystore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatewaystore.cli.StorectlRun.Result;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.testkit.etcd.TlsMode;
import io.gatewaystore.testkit.tls.CertificateAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandIT {

    private static final int STEPS = 8;

    @RegisterExtension
    static final EtcdExtension ETCD =
            EtcdExtension.builder().tls(TlsMode.MUTUAL_TLS).build();

    @TempDir
    Path directory;

    @Test
    void printsALineForEachStep() {
        Result result = StorectlRun.run(ETCD.environment(), "check");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.lines())
                .hasSize(STEPS)
                .allSatisfy(line ->
                        assertThat(line).startsWith(ETCD.endpoints().get(0)).contains("  OK  ", " ms  "));
        assertThat(result.out())
                .contains("DNS", "TCP", "TLSv1.3", "HTTP2", "etcd 3.", "QUORUM", "not demanded", "PERMISSION");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void saysWhatToChange() {
        Path other = directory.resolve("other-ca.pem");
        CertificateAuthority.create().writeCertificate(other);

        Result result = StorectlRun.with(ETCD.environment())
                .and("GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE", other.toString())
                .execute("check");

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.lines()).hasSize(STEPS);
        assertThat(result.lines().get(2))
                .contains("TLS", "FAILED", other.toString(), "[UNTRUSTED_CA]")
                .contains("Set GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE");
        assertThat(result.lines().get(3)).contains("SKIPPED");
    }

    @Test
    void hasColoursForPeopleOnly() {
        // What picocli asks first, before it looks for a terminal.
        System.setProperty("picocli.ansi", "true");
        try {
            assertThat(StorectlRun.with(ETCD.environment())
                            .onTerminal()
                            .execute("check")
                            .out())
                    .contains("\u001b[32mOK");
            assertThat(StorectlRun.run(ETCD.environment(), "check").out()).doesNotContain("\u001b[");
        } finally {
            System.clearProperty("picocli.ansi");
        }
    }

    @Test
    void tellsProgramsByStatusThatSomeMembersAreNotWell() {
        Result result = StorectlRun.with(ETCD.environment())
                .and("GATEWAY_STORE_ETCD_HOSTS", ETCD.endpoints().get(0) + " " + "etcd.invalid:2379")
                .execute("check", "-o", "simple");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.lines()).containsExactly(ETCD.endpoints().get(0) + " OK", "etcd.invalid:2379 UNKNOWN_HOST");
    }

    @Test
    void saysThatEndpointsBelongToDifferentClusters() {
        try (EtcdCluster one = EtcdCluster.start(EtcdSpec.builder().build());
                EtcdCluster other = EtcdCluster.start(EtcdSpec.builder().build())) {
            Result result = StorectlRun.run(
                    Map.of("GATEWAY_STORE_ETCD_CONNECT_TIMEOUT", "20s"),
                    "check",
                    "--endpoints",
                    one.endpoints().get(0) + "," + other.endpoints().get(0));

            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err()).contains("different clusters");
        }
    }

    @Test
    void isReadByPrograms() throws IOException {
        Result result = StorectlRun.with(ETCD.environment())
                .and("GATEWAY_STORE_ETCD_HOSTS", ETCD.endpoints().get(0) + " etcd.invalid:2379")
                .execute("check", "-o", "json");

        JsonNode json = new JsonMapper().readTree(result.out());
        assertThat(json.path("ok").asBoolean(true)).isFalse();
        JsonNode well = json.path("endpoints").path(0);
        assertThat(well.path("usable").asBoolean()).isTrue();
        assertThat(well.path("clusterId").asText())
                .isEqualTo(Long.toHexString(ETCD.admin().status().clusterId()));
        assertThat(well.path("steps")).hasSize(STEPS);
        assertThat(well.path("steps").path(2).path("facts").path("protocol").asText())
                .isEqualTo("TLSv1.3");
        assertThat(well.path("steps").path(2).path("micros").asLong()).isPositive();
        JsonNode failure = json.path("endpoints").path(1).path("steps").path(0).path("failure");
        assertThat(failure.path("kind").asText()).isEqualTo("UNKNOWN_HOST");
        assertThat(failure.path("remedy").asText()).contains("GATEWAY_STORE_ETCD_HOSTS");
    }

    @Test
    void keepsThePasswordToItselfHoweverMuchIsLogged() throws IOException, InterruptedException {
        String password = "planted-password";
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Storectl.class.getName(),
                        "-v",
                        "check")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(ETCD.environment());
        builder.environment().put("GATEWAY_STORE_ETCD_USERNAME", "planted");
        builder.environment().put("GATEWAY_STORE_ETCD_PASSWORD", password);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(Files.readString(output))
                .contains("user 'planted' is not used")
                .doesNotContain(password)
                .doesNotContain(HexFormat.of().formatHex(password.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void hasNothingToCheckInMemory() {
        Result result = StorectlRun.run(Map.of(), "check");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("the backend is memory", "--endpoints");
    }

    @Test
    void refusesAConfigurationThatCannotWork() {
        Result result =
                StorectlRun.run(Map.of(), "check", "--endpoints", "https://127.0.0.1:1", "--cacert", "/no/such/file");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("/no/such/file", "--cacert");
    }
}
