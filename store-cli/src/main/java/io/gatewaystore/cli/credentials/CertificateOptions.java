package io.gatewaystore.cli.credentials;

import io.gatewaystore.credentials.issue.KeyType;
import io.gatewaystore.credentials.procedure.IssueSettings;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what certificates say. */
final class CertificateOptions {

    @Option(
            names = "--key-type",
            paramLabel = "TYPE",
            description = "The kind of keys: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private KeyType key = IssueSettings.DEFAULTS.key();

    @Option(
            names = "--organization",
            paramLabel = "NAME",
            description = "What every subject names. Default: ${DEFAULT-VALUE}.")
    private String organization = IssueSettings.DEFAULTS.organization();

    @Option(
            names = "--client-name",
            paramLabel = "NAME",
            description =
                    "The common name of the client certificate: the etcd user, if etcd's authentication is on. Default: ${DEFAULT-VALUE}.")
    private String clientName = IssueSettings.DEFAULTS.clientName();

    @Option(
            names = "--san",
            paramLabel = "NAME",
            description = "A host name or address beside those of the endpoints. Can be repeated.")
    private List<String> names = List.of();

    @Option(
            names = "--ca-days",
            paramLabel = "DAYS",
            description = "How long the authority is valid. Default: ${DEFAULT-VALUE}.")
    private int authorityDays = IssueSettings.DEFAULTS.authorityDays();

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            description = "How long certificates are valid. Default: ${DEFAULT-VALUE}.")
    private int days = IssueSettings.DEFAULTS.leafDays();

    IssueSettings settings() {
        return new IssueSettings(key, organization, clientName, names, authorityDays, days);
    }
}
