package io.gatewaystore.credentials.directory;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatewaystore.credentials.issue.CertificateSummary;
import io.gatewaystore.credentials.issue.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** {@code meta.json}: what was issued and when, for people who find the directory. Never a secret. */
record Meta(
        int format,
        String createdBy,
        Instant createdAt,
        Scope scope,
        List<CertificateSummary> trusted,
        CertificateSummary server,
        CertificateSummary client) {

    private static final int FORMAT = 1;
    private static final String NODE = "node";

    /** Whether the authority's key is here. */
    enum Scope {
        @JsonProperty("issuing host")
        ISSUING_HOST,
        @JsonProperty(Meta.NODE)
        NODE
    }

    static Meta of(Credentials credentials, Clock clock) {
        return new Meta(
                FORMAT,
                "gateway-store",
                clock.instant(),
                credentials.authority().isPresent() ? Scope.ISSUING_HOST : Scope.NODE,
                credentials.trusted().stream().map(CertificateSummary::of).toList(),
                CertificateSummary.of(credentials.server().certificate()),
                CertificateSummary.of(credentials.client().certificate()));
    }

    /** Whether a file, which may be another tool's or missing, says that it is a node's. */
    static boolean isOfNode(Path file) {
        try {
            return new JsonMapper()
                    .readTree(Files.readAllBytes(file))
                    .path("scope")
                    .asText()
                    .equals(NODE);
        } catch (IOException e) {
            return false;
        }
    }
}
