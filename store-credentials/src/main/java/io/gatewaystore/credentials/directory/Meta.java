package io.gatewaystore.credentials.directory;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatewaystore.credentials.issue.CertificateSummary;
import io.gatewaystore.credentials.issue.Credentials;
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

    /** Whether the authority's key is here. */
    enum Scope {
        @JsonProperty("issuing host")
        ISSUING_HOST,
        @JsonProperty("node")
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
}
