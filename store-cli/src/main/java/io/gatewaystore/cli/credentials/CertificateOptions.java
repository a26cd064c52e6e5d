package io.gatewaystore.cli.credentials;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.issue.HostName;
import io.gatewaystore.credentials.issue.KeyType;
import io.gatewaystore.credentials.procedure.IssueSettings;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what certificates say. What is not given is as it was, or, with new credentials, as is usual. */
final class CertificateOptions {

    private static final int LONGEST_DAYS = 36_500;
    /** X.520 bounds names in subjects. */
    private static final int LONGEST_NAME = 64;

    @Option(
            names = "--key-type",
            paramLabel = "TYPE",
            description = "The kind of keys: ${COMPLETION-CANDIDATES}. Default: EC_P256; of rotate, as before.")
    private @Nullable KeyType key;

    @Option(
            names = "--organization",
            paramLabel = "NAME",
            description = "What every subject names. Default: etcd credentials; of rotate, as before.")
    private @Nullable String organization;

    @Option(
            names = "--client-name",
            paramLabel = "NAME",
            description = "The common name of the client certificate: the etcd user, if etcd's authentication is on."
                    + " Default: client; of rotate, as before.")
    private @Nullable String clientName;

    @Option(
            names = "--san",
            paramLabel = "NAME",
            description =
                    "A host name or address beside those of endpoints, listen URLs and consumers. Give it once for each."
                            + " Default of rotate: those from before.")
    private @Nullable List<String> names;

    @Option(
            names = "--ca-days",
            paramLabel = "DAYS",
            description = "How long the authority is valid. Default: 3650; of rotate, as before.")
    private @Nullable Integer authorityDays;

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            description = "How long certificates are valid. Default: 398; of rotate, as before.")
    private @Nullable Integer days;

    IssueSettings settings() {
        return over(IssueSettings.DEFAULTS);
    }

    /** Other settings, with what was given in the place of theirs. */
    IssueSettings over(IssueSettings others) {
        return new IssueSettings(
                Objects.requireNonNullElse(key, others.key()),
                name("--organization", organization).orElse(others.organization()),
                name("--client-name", clientName).orElse(others.clientName()),
                names == null
                        ? others.names()
                        : names.stream().map(CertificateOptions::host).toList(),
                days("--ca-days", authorityDays).orElse(others.authorityDays()),
                days("--days", days).orElse(others.leafDays()));
    }

    private static Optional<String> name(String option, @Nullable String name) {
        if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
            throw new CredentialException(option + " has " + name.length() + " characters; expected: 1 to "
                    + LONGEST_NAME + ", not all of them blank");
        }
        return Optional.ofNullable(name);
    }

    private static String host(String name) {
        try {
            return new HostName(name).text();
        } catch (IllegalArgumentException e) {
            throw new CredentialException("--san: " + e.getMessage(), e);
        }
    }

    private static Optional<Integer> days(String option, @Nullable Integer days) {
        if (days != null && (days < 1 || days > LONGEST_DAYS)) {
            throw new CredentialException(option + " is " + days + "; expected: 1 to " + LONGEST_DAYS);
        }
        return Optional.ofNullable(days);
    }
}
