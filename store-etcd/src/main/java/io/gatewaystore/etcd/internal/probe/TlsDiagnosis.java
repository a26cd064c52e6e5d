package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.config.EtcdConfig;
import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.config.TlsConfig;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.etcd.internal.tls.CertificateNames;
import io.gatewaystore.etcd.internal.tls.ClientTls;
import io.gatewaystore.etcd.internal.tls.TlsFailure;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Puts into words why two sides did not come together in TLS, with what the handshake showed as evidence. */
final class TlsDiagnosis {

    private static final String REMOVE = ", or take the endpoint out of " + Diagnosis.HOSTS + ".";
    private static final String CERTIFICATE_AND_KEY =
            StoreVariable.ETCD_CERTIFICATE_FILE + " and " + StoreVariable.ETCD_PRIVATE_KEY_FILE;

    private final Diagnosis diagnosis;
    private final EtcdConfig config;
    private final ClientTls tls;
    private final String serverName;

    TlsDiagnosis(Diagnosis diagnosis, EtcdConfig config, ClientTls tls, String serverName) {
        this.diagnosis = diagnosis;
        this.config = config;
        this.tls = tls;
        this.serverName = serverName;
    }

    Optional<ConnectionFailure> classify(Throwable failure, ObservedHandshake observed) {
        boolean presented = tls.clientCertificate().isPresent();
        Optional<ConnectionFailure> kind = TlsFailure.classify(failure, presented);
        // Before TLS 1.3 a missing client certificate is a "handshake failure" like any other.
        boolean unclear =
                kind.filter(ConnectionFailure.NO_COMMON_PROTOCOL::equals).isPresent();
        return unclear && observed.isClientCertificateAsked() ? Optional.of(refusal()) : kind;
    }

    private ConnectionFailure refusal() {
        return tls.clientCertificate().isPresent()
                ? ConnectionFailure.CLIENT_CERTIFICATE_REJECTED
                : ConnectionFailure.CLIENT_CERTIFICATE_REQUIRED;
    }

    /** The server asked for a certificate and then ended the connection. */
    EndpointFailedException clientCertificate(ObservedHandshake observed, Throwable cause) {
        return failure(refusal(), observed, cause);
    }

    EndpointFailedException failure(ConnectionFailure kind, ObservedHandshake observed, Throwable cause) {
        return switch (kind) {
            case UNTRUSTED_CA -> untrusted(observed, cause);
            case NAME_MISMATCH -> nameMismatch(observed, cause);
            case SERVER_CERTIFICATE_EXPIRED ->
                diagnosis.failure(kind, outdated(observed, "has expired"), renew(""), cause);
            case SERVER_CERTIFICATE_NOT_YET_VALID ->
                diagnosis.failure(
                        kind,
                        outdated(observed, "is not valid yet"),
                        renew("Set the clocks of both machines right; if they are, renew"),
                        cause);
            case SERVER_CERTIFICATE_USAGE ->
                diagnosis.failure(
                        kind,
                        "the server's certificate may not be used by a TLS server (its extended key usage lacks serverAuth)",
                        renew(""),
                        cause);
            case CLIENT_CERTIFICATE_REQUIRED -> required(cause);
            case CLIENT_CERTIFICATE_REJECTED -> rejected(cause);
            case KEY_MISMATCH ->
                diagnosis.failure(
                        kind,
                        "the server could not verify this client's signature: the private key is not that of the certificate",
                        "Set " + CERTIFICATE_AND_KEY + " to files that were made together.",
                        cause);
            case NO_COMMON_PROTOCOL ->
                diagnosis.failure(
                        kind,
                        "there is no TLS version or cipher suite that both sides speak" + alert(cause),
                        "Let etcd speak TLS 1.2 or 1.3 (its --tls-min-version, --tls-max-version and --cipher-suites)"
                                + REMOVE,
                        cause);
            case NO_HTTP2 -> diagnosis.noHttp2(cause);
            case REJECTED_AFTER_HANDSHAKE ->
                diagnosis.failure(
                        kind,
                        "the server closed the connection after the handshake without a reason, as etcd does when the client"
                                + " certificate (" + subject() + ") is revoked",
                        "Set " + CERTIFICATE_AND_KEY
                                + " to a certificate that is not in the revocation list of etcd, whose log"
                                + " tells more.",
                        cause);
            default -> diagnosis.other(cause);
        };
    }

    private EndpointFailedException untrusted(ObservedHandshake observed, Throwable cause) {
        String issuer = last(observed.serverChain())
                .map(top -> ", issued by '" + top.getIssuerX500Principal().getName() + "',")
                .orElse("");
        String trusted = caFile().map(file -> "a CA in '" + file + "'").orElse("a CA that the Java runtime trusts");
        String namesake = isNamesakeTrusted(observed)
                ? ": there is one of that name, but with another key, as when a CA was made anew"
                : "";
        return diagnosis.failure(
                ConnectionFailure.UNTRUSTED_CA,
                "the server's certificate" + issuer + " does not lead to " + trusted + namesake + " ("
                        + innermost(cause) + ")",
                "Set " + StoreVariable.ETCD_CA_CERTIFICATE_FILE
                        + " to a file with the certificate of the CA that issued the server's; if it was issued by an"
                        + " intermediate CA, etcd's --cert-file must hold that one's certificate too.",
                cause);
    }

    private boolean isNamesakeTrusted(ObservedHandshake observed) {
        return last(observed.serverChain())
                .map(X509Certificate::getIssuerX500Principal)
                .filter(issuer -> Arrays.stream(tls.trustManager().getAcceptedIssuers())
                        .anyMatch(trusted -> trusted.getSubjectX500Principal().equals(issuer)))
                .isPresent();
    }

    private EndpointFailedException nameMismatch(ObservedHandshake observed, Throwable cause) {
        List<String> names = observed.serverChain().stream()
                .findFirst()
                .map(CertificateNames::of)
                .orElse(List.of());
        String variable =
                config.serverName().isPresent() ? StoreVariable.ETCD_SERVER_NAME.variableName() : Diagnosis.HOSTS;
        String reissue = "have the certificate issued for '" + serverName + "'";
        if (observed.serverChain().isEmpty()) {
            return diagnosis.failure(
                    ConnectionFailure.NAME_MISMATCH,
                    "the server has no certificate for '" + serverName + "'" + alert(cause),
                    "Correct " + variable + ", or set " + StoreVariable.ETCD_SERVER_NAME
                            + " to a name that the server knows.",
                    cause);
        }
        if (names.isEmpty()) {
            return diagnosis.failure(
                    ConnectionFailure.NAME_MISMATCH,
                    "the server's certificate names no host at all (it has no subject alternative name), so not '"
                            + serverName + "' either",
                    "Renew it: " + reissue + ", which is what " + variable + " says.",
                    cause);
        }
        return diagnosis.failure(
                ConnectionFailure.NAME_MISMATCH,
                "the server's certificate is not for '" + serverName + "' but for " + String.join(", ", names),
                "Use one of these names in " + Diagnosis.HOSTS + ", set " + StoreVariable.ETCD_SERVER_NAME
                        + " to one of them, or " + reissue + ".",
                cause);
    }

    private EndpointFailedException required(Throwable cause) {
        boolean unused = config.tls().filter(TlsConfig::unusedClientCertificate).isPresent();
        return diagnosis.failure(
                ConnectionFailure.CLIENT_CERTIFICATE_REQUIRED,
                unused
                        ? "the server demands a client certificate, and the one that is configured is not used"
                        : "the server demands a client certificate",
                unused
                        ? "Set " + StoreVariable.ETCD_CLIENT_CERT_AUTH.assign("true") + "."
                        : "Set " + StoreVariable.ETCD_CLIENT_CERT_AUTH.assign("true") + ", and " + CERTIFICATE_AND_KEY
                                + " to a certificate that etcd trusts and its key.",
                cause);
    }

    private EndpointFailedException rejected(Throwable cause) {
        return diagnosis.failure(
                ConnectionFailure.CLIENT_CERTIFICATE_REJECTED,
                "the server rejects the client certificate (" + subject() + ")" + alert(cause)
                        + tls.clientCertificate()
                                .map(ClientCertificateFaults::of)
                                .orElse(""),
                "Set " + CERTIFICATE_AND_KEY
                        + " to a valid certificate for TLS clients, issued by a CA in etcd's --trusted-ca-file and followed by"
                        + " any intermediate ones.",
                cause);
    }

    private String subject() {
        return tls.clientCertificate()
                .map(certificate -> "'" + certificate.getSubjectX500Principal().getName() + "' issued by '"
                        + certificate.getIssuerX500Principal().getName() + "'")
                .orElse("none");
    }

    private Optional<Path> caFile() {
        return config.tls().flatMap(TlsConfig::caCertificateFile);
    }

    private static String renew(String instead) {
        return (instead.isEmpty() ? "Renew" : instead) + " the certificate in etcd's --cert-file" + REMOVE;
    }

    /** Which of the certificates that the server sent is not valid now: its own, or one of an authority between it and the one trusted. */
    private static String outdated(ObservedHandshake observed, String what) {
        List<X509Certificate> chain = observed.serverChain();
        return chain.stream()
                .filter(certificate -> !isValid(certificate))
                .findFirst()
                .map(certificate -> (certificate.equals(chain.get(0))
                                ? "the server's certificate "
                                : "a certificate that the server sends after its own, that of '"
                                        + certificate.getSubjectX500Principal().getName() + "', ")
                        + what
                        + validity(certificate))
                .orElse("the server's certificate " + what);
    }

    private static boolean isValid(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return true;
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            return false;
        }
    }

    private static String validity(X509Certificate certificate) {
        return " (valid from " + certificate.getNotBefore().toInstant() + " to "
                + certificate.getNotAfter().toInstant() + ")";
    }

    private static String alert(Throwable cause) {
        return TlsFailure.alert(cause).map(alert -> " with alert " + alert).orElse("");
    }

    private static String innermost(Throwable cause) {
        Throwable innermost = cause;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }

    private static Optional<X509Certificate> last(List<X509Certificate> chain) {
        return chain.isEmpty() ? Optional.empty() : Optional.of(chain.get(chain.size() - 1));
    }
}
