package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.credentials.directory.Inspection;
import io.gatewaystore.credentials.issue.CertificateSummary;
import io.gatewaystore.credentials.issue.KeyType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertifiedTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private static CertificateSummary certificate(String subject, String key, int days, String... names) {
        return new CertificateSummary(
                subject,
                "CN=ca",
                "1",
                "0",
                key,
                List.of(names),
                NOW.minusSeconds(300),
                NOW.plus(Duration.ofDays(days)));
    }

    private static IssueSettings settings(String clientKey, int clientDays) {
        Inspection directory = new Inspection(
                "/c",
                true,
                true,
                Set.of(),
                Map.of(
                        "ca.crt", certificate("CN=ca", "EC P-256", 700),
                        "server.crt",
                                certificate(
                                        "CN=etcd server,O=Acme",
                                        clientKey,
                                        clientDays,
                                        "10.0.0.1",
                                        "VIP.example.com",
                                        "localhost",
                                        "127.0.0.1",
                                        "0:0:0:0:0:0:0:1",
                                        "spiffe://other"),
                        "client.crt", certificate("CN=gateway,O=Acme\\, Inc.", clientKey, clientDays)),
                List.of(),
                List.of());
        return new Certified(directory).settings(List.of("10.0.0.1:2379")).orElseThrow();
    }

    @Test
    void tellsTheSettingsOfTheCertificates() {
        assertThat(settings("RSA 3072", 90))
                .isEqualTo(new IssueSettings(
                        KeyType.RSA_3072, "Acme, Inc.", "gateway", List.of("vip.example.com"), 700, 90));
    }

    @Test
    void tellsWhatIsUsualWhereItCannotKnow() {
        assertThat(settings("EC P-384", 700).key()).isEqualTo(KeyType.EC_P256);
        assertThat(settings("EC P-256", 700).leafDays())
                .as("cut short by the end of the authority")
                .isEqualTo(398);
    }

    @Test
    void tellsNothingWithoutCertificates() {
        assertThat(new Certified(new Inspection("/c", false, false, Set.of(), Map.of(), List.of(), List.of()))
                        .settings(List.of()))
                .isEmpty();
    }
}
