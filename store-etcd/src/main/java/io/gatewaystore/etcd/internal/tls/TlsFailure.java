package io.gatewaystore.etcd.internal.tls;

import io.gatewaystore.error.ConnectionFailure;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Tells what a failed handshake means by the chain of its causes: first by their types, then by the alert the server sent, and only then by
 * what the texts say.
 *
 * <p>Thread-safe.
 */
public final class TlsFailure {

    /** JSSE writes {@code Received fatal alert: bad_certificate}, BoringSSL {@code SSLV3_ALERT_BAD_CERTIFICATE}. */
    private static final Pattern ALERT = Pattern.compile("(?:fatal alert: |_ALERT_)([A-Za-z_]+)");

    private TlsFailure() {}

    /**
     * Tells what a failure means.
     *
     * @param failure what ended the handshake or the connection, with its causes
     * @param certificatePresented whether this client showed a certificate, or would have if asked
     * @return the kind of failure, or empty if nothing in it is about TLS or it could mean several things
     */
    public static Optional<ConnectionFailure> classify(Throwable failure, boolean certificatePresented) {
        List<Throwable> causes = causes(failure);
        return byType(causes)
                .or(() -> alert(failure).flatMap(alert -> byAlert(alert, certificatePresented)))
                .or(() -> byText(causes));
    }

    /**
     * Whether a failure is one of TLS, whatever it means.
     *
     * @param failure what ended the handshake, the connection or a call, with its causes
     * @return whether one of the causes is
     */
    public static boolean isOfTls(Throwable failure) {
        return causes(failure).stream().anyMatch(SSLException.class::isInstance);
    }

    /**
     * The alert by which the server ended the connection.
     *
     * @param failure what ended the handshake or the connection, with its causes
     * @return the alert's name as the TLS specification writes it, or empty if the server sent none
     */
    public static Optional<String> alert(Throwable failure) {
        return causes(failure).stream()
                .map(cause -> ALERT.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1).toLowerCase(Locale.ROOT))
                .findFirst();
    }

    private static List<Throwable> causes(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    private static Optional<ConnectionFailure> byType(List<Throwable> causes) {
        // The innermost cause is the most exact one.
        for (int i = causes.size() - 1; i >= 0; i--) {
            Throwable cause = causes.get(i);
            if (cause instanceof CertificateExpiredException) {
                return Optional.of(ConnectionFailure.SERVER_CERTIFICATE_EXPIRED);
            }
            if (cause instanceof CertificateNotYetValidException) {
                return Optional.of(ConnectionFailure.SERVER_CERTIFICATE_NOT_YET_VALID);
            }
            if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
                return Optional.of(ConnectionFailure.UNTRUSTED_CA);
            }
        }
        return Optional.empty();
    }

    private static Optional<ConnectionFailure> byAlert(String alert, boolean certificatePresented) {
        return switch (alert) {
            case "certificate_required",
                    "bad_certificate",
                    "certificate_unknown",
                    "certificate_expired",
                    "certificate_revoked",
                    "unsupported_certificate",
                    "unknown_ca",
                    "access_denied" ->
                Optional.of(
                        certificatePresented
                                ? ConnectionFailure.CLIENT_CERTIFICATE_REJECTED
                                : ConnectionFailure.CLIENT_CERTIFICATE_REQUIRED);
            case "decrypt_error" ->
                certificatePresented ? Optional.of(ConnectionFailure.KEY_MISMATCH) : Optional.empty();
            case "protocol_version", "handshake_failure", "insufficient_security" ->
                Optional.of(ConnectionFailure.NO_COMMON_PROTOCOL);
            case "no_application_protocol" -> Optional.of(ConnectionFailure.NO_HTTP2);
            case "unrecognized_name" -> Optional.of(ConnectionFailure.NAME_MISMATCH);
            default -> Optional.empty();
        };
    }

    private static Optional<ConnectionFailure> byText(List<Throwable> causes) {
        for (Throwable cause : causes) {
            String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (cause instanceof CertificateException) {
                if (text.contains("key usage")) {
                    return Optional.of(ConnectionFailure.SERVER_CERTIFICATE_USAGE);
                }
                if (text.contains("subject alternative") || text.contains("no name matching")) {
                    return Optional.of(ConnectionFailure.NAME_MISMATCH);
                }
            }
            if (text.contains("alpn")) {
                return Optional.of(ConnectionFailure.NO_HTTP2);
            }
            if (text.contains("selected protocol version") || text.contains("no appropriate protocol")) {
                return Optional.of(ConnectionFailure.NO_COMMON_PROTOCOL);
            }
        }
        return Optional.empty();
    }
}
