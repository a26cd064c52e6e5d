package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.etcd.internal.tls.CertificateNames;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** What a handshake that came to its end showed of both sides, and whether a certificate is about to expire. */
final class TlsFinding {

    private static final Duration SOON = Duration.ofDays(30);

    private final Map<String, String> facts = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final Instant now;

    private TlsFinding(Clock clock) {
        this.now = clock.instant();
    }

    static Finding of(TlsConnection connection, Optional<X509Certificate> client, Clock clock) {
        TlsFinding finding = new TlsFinding(clock);
        SSLSession session = connection.socket().getSession();
        finding.facts.put("protocol", session.getProtocol());
        finding.facts.put("cipherSuite", session.getCipherSuite());
        connection.observed().serverChain().stream().findFirst().ifPresent(finding::server);
        if (connection.observed().isClientCertificateAsked()) {
            client.ifPresent(finding::client);
        }
        return finding.finish();
    }

    private void server(X509Certificate certificate) {
        facts.put("subject", subject(certificate));
        facts.put("issuer", certificate.getIssuerX500Principal().getName());
        facts.put("names", String.join(", ", CertificateNames.of(certificate)));
        facts.put("notBefore", certificate.getNotBefore().toInstant().toString());
        facts.put("notAfter", expiry(certificate));
        warnIfSoon(certificate, "the server's certificate", "etcd's --cert-file");
    }

    private void client(X509Certificate certificate) {
        facts.put("clientSubject", subject(certificate));
        facts.put("clientNotAfter", expiry(certificate));
        warnIfSoon(certificate, "the client certificate", StoreVariable.ETCD_CERTIFICATE_FILE.variableName());
    }

    private void warnIfSoon(X509Certificate certificate, String what, String where) {
        Instant expiry = certificate.getNotAfter().toInstant();
        if (expiry.isBefore(now.plus(SOON))) {
            warnings.add(what + " expires in "
                    + Math.max(0, Duration.between(now, expiry).toDays()) + " days; renew the one in " + where);
        }
    }

    private Finding finish() {
        StringBuilder summary = new StringBuilder(facts.get("protocol"));
        if (facts.containsKey("subject")) {
            summary.append(", certificate '")
                    .append(facts.get("subject"))
                    .append("' for ")
                    .append(facts.get("names"))
                    .append(" until ")
                    .append(facts.get("notAfter"));
        }
        if (facts.containsKey("clientSubject")) {
            summary.append(", client certificate '")
                    .append(facts.get("clientSubject"))
                    .append("' until ")
                    .append(facts.get("clientNotAfter"));
        }
        if (warnings.isEmpty()) {
            return Finding.ok(summary.toString(), facts);
        }
        return Finding.warning(String.join("; ", warnings) + " (" + summary + ")", facts);
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static String expiry(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().toString();
    }
}
