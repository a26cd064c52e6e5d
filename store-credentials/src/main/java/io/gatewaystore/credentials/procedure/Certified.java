package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.directory.CredentialFile;
import io.gatewaystore.credentials.directory.Inspection;
import io.gatewaystore.credentials.issue.CertificateSummary;
import io.gatewaystore.credentials.issue.HostName;
import io.gatewaystore.credentials.issue.KeyType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/** What the certificates in one directory say, as settings with which others like them can be issued. */
final class Certified {

    private static final Duration DAY = Duration.ofDays(1);

    private final @Nullable CertificateSummary authority;
    private final @Nullable CertificateSummary server;
    private final @Nullable CertificateSummary client;

    Certified(Inspection directory) {
        authority = directory.certificates().get(CredentialFile.CA_CERTIFICATE.fileName());
        server = directory.certificates().get(CredentialFile.SERVER_CERTIFICATE.fileName());
        client = directory.certificates().get(CredentialFile.CLIENT_CERTIFICATE.fileName());
    }

    /** The names of the server certificate. */
    List<String> names() {
        return server == null ? List.of() : server.names();
    }

    /**
     * The settings, if there are certificates to tell them.
     *
     * @param endpoints those of the members that use the directory: their hosts are named anyway
     */
    Optional<IssueSettings> settings(List<String> endpoints) {
        if (client == null || server == null || authority == null) {
            return Optional.empty();
        }
        Set<HostName> named = Stream.concat(
                        endpoints.stream().map(HostName::ofEndpoint), HostName.ofThisMachine().stream())
                .collect(Collectors.toSet());
        IssueSettings usual = IssueSettings.DEFAULTS;
        return Optional.of(new IssueSettings(
                KeyType.described(client.key()).orElse(usual.key()),
                part(client.subject(), "O").orElse(usual.organization()),
                part(client.subject(), "CN").orElse(usual.clientName()),
                HostName.among(names()).stream()
                        .filter(name -> !named.contains(name))
                        .map(HostName::text)
                        .toList(),
                days(authority),
                // Cut short by the end of its authority, it does not tell for how long it was meant.
                client.notAfter().isBefore(authority.notAfter()) ? days(client) : usual.leafDays()));
    }

    private static int days(CertificateSummary certificate) {
        Duration validity = Duration.between(certificate.notBefore(), certificate.notAfter());
        return Math.toIntExact(Math.max(1, validity.dividedBy(DAY)));
    }

    private static Optional<String> part(String subject, String type) {
        try {
            return new LdapName(subject)
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase(type))
                            .map(Rdn::getValue)
                            .map(String::valueOf)
                            .findFirst();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }
}
