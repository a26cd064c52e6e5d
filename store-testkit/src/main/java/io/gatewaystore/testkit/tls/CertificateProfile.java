package io.gatewaystore.testkit.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a certificate is to say: its name, what it may be used for, where it is valid and when.
 *
 * <p>Starts from {@link #server()} or {@link #client(String)}, which describe good certificates, and is bent from there:
 *
 * <pre>{@code
 * CertificateProfile.server().names("wrong.example");
 * CertificateProfile.client("gateway").expired();
 * }</pre>
 *
 * <p>Immutable. Every method returns a changed copy.
 */
public final class CertificateProfile {

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final Duration LIFETIME = Duration.ofDays(90);

    /** What a certificate may be used for, as its extended key usage says. Immutable. */
    public enum Usage {
        /** The holder may be a TLS server. */
        SERVER,
        /** The holder may be a TLS client. */
        CLIENT
    }

    private final String commonName;
    private final List<String> names;
    private final Set<Usage> usages;
    private final Instant notBefore;
    private final Instant notAfter;
    private final KeyAlgorithm keyAlgorithm;

    private CertificateProfile(
            String commonName,
            List<String> names,
            Set<Usage> usages,
            Instant notBefore,
            Instant notAfter,
            KeyAlgorithm keyAlgorithm) {
        this.commonName = commonName;
        this.names = names;
        this.usages = usages;
        this.notBefore = notBefore;
        this.notAfter = notAfter;
        this.keyAlgorithm = keyAlgorithm;
    }

    /**
     * A server on the loopback addresses: names {@code localhost}, {@code 127.0.0.1} and {@code ::1}, usable by servers and
     * by clients (etcd's own HTTP gateway presents the server's certificate as a client), valid for 90 days, without a common
     * name.
     *
     * @return the profile
     */
    public static CertificateProfile server() {
        return new CertificateProfile(
                "",
                List.of("localhost", "127.0.0.1", "::1"),
                Set.of(Usage.SERVER, Usage.CLIENT),
                Instant.now().minus(CLOCK_SKEW),
                Instant.now().plus(LIFETIME),
                KeyAlgorithm.EC_P256);
    }

    /**
     * A client, valid for 90 days.
     *
     * @param commonName the common name, which etcd takes for the user name where authentication is on
     * @return the profile
     */
    public static CertificateProfile client(String commonName) {
        Objects.requireNonNull(commonName, "commonName");
        return new CertificateProfile(
                commonName,
                List.of(commonName),
                Set.of(Usage.CLIENT),
                Instant.now().minus(CLOCK_SKEW),
                Instant.now().plus(LIFETIME),
                KeyAlgorithm.EC_P256);
    }

    /**
     * Replaces the common name. If it is empty, the subject has none.
     *
     * @param newCommonName the common name
     * @return the changed profile
     */
    public CertificateProfile commonName(String newCommonName) {
        Objects.requireNonNull(newCommonName, "newCommonName");
        return new CertificateProfile(newCommonName, names, usages, notBefore, notAfter, keyAlgorithm);
    }

    /**
     * Replaces the subject alternative names. Without any, the certificate has no such extension.
     *
     * @param newNames host names and IP address literals
     * @return the changed profile
     */
    public CertificateProfile names(String... newNames) {
        return new CertificateProfile(commonName, List.of(newNames), usages, notBefore, notAfter, keyAlgorithm);
    }

    /**
     * Replaces the extended key usages. Without any, the certificate has no such extension.
     *
     * @param newUsages the usages
     * @return the changed profile
     */
    public CertificateProfile usages(Usage... newUsages) {
        return new CertificateProfile(commonName, names, Set.of(newUsages), notBefore, notAfter, keyAlgorithm);
    }

    /**
     * Replaces the validity.
     *
     * @param from the first instant of validity
     * @param until the last instant of validity; after {@code from}
     * @return the changed profile
     */
    public CertificateProfile valid(Instant from, Instant until) {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("until: " + until + " (expected: after " + from + ")");
        }
        return new CertificateProfile(commonName, names, usages, from, until, keyAlgorithm);
    }

    /**
     * Lets the validity have ended a day ago.
     *
     * @return the changed profile
     */
    public CertificateProfile expired() {
        Instant now = Instant.now();
        return valid(now.minus(Duration.ofDays(10)), now.minus(Duration.ofDays(1)));
    }

    /**
     * Lets the validity begin in a day.
     *
     * @return the changed profile
     */
    public CertificateProfile notYetValid() {
        Instant now = Instant.now();
        return valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(10)));
    }

    /**
     * Replaces the kind of key. If not called, {@link KeyAlgorithm#EC_P256}.
     *
     * @param newKeyAlgorithm the kind of key
     * @return the changed profile
     */
    public CertificateProfile keyAlgorithm(KeyAlgorithm newKeyAlgorithm) {
        Objects.requireNonNull(newKeyAlgorithm, "newKeyAlgorithm");
        return new CertificateProfile(commonName, names, usages, notBefore, notAfter, newKeyAlgorithm);
    }

    String commonName() {
        return commonName;
    }

    List<String> alternativeNames() {
        return names;
    }

    Set<Usage> extendedUsages() {
        return usages;
    }

    Instant notBefore() {
        return notBefore;
    }

    Instant notAfter() {
        return notAfter;
    }

    KeyAlgorithm keyAlgorithm() {
        return keyAlgorithm;
    }
}
