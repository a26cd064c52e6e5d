package io.gatewaystore.credentials.issue;

import io.gatewaystore.credentials.CredentialException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * Issues the certificates of one deployment from one authority: one client certificate for all, and server certificates for single nodes or for
 * the whole.
 *
 * <p>Every certificate is signed at once and dated by the clock of the options, five minutes back for machines whose clocks are behind. No
 * certificate outlives the authority.
 *
 * <p>Immutable.
 */
public final class Issuer {

    private final IssueOptions options;
    private final KeyedCertificate authority;
    private final List<X509Certificate> trusted;
    private final KeyedCertificate client;

    private Issuer(
            IssueOptions options, KeyedCertificate authority, List<X509Certificate> trusted, KeyedCertificate client) {
        this.options = options;
        this.authority = authority;
        this.trusted = trusted;
        this.client = client;
    }

    private static Issuer of(KeyedCertificate authority, IssueOptions options) {
        return new Issuer(options, authority, List.of(authority.certificate()), client(authority, options));
    }

    /**
     * Creates an authority, with a name that no other authority has: clients that still trust an earlier one then say that the issuer is unknown,
     * instead of reporting a bad signature.
     *
     * @param options what certificates are to say
     * @return an issuer with that authority
     */
    public static Issuer withNewAuthority(IssueOptions options) {
        Objects.requireNonNull(options, "options");
        return of(newAuthority(options), options);
    }

    /**
     * Issues from the authority of earlier credentials, with a new client certificate.
     *
     * @param credentials the earlier ones, with the authority's key
     * @param options what certificates are to say
     * @return an issuer with their authority
     * @throws CredentialException if they do not hold the authority's key, or the authority has expired
     */
    public static Issuer of(Credentials credentials, IssueOptions options) {
        return ofAuthority(
                credentials
                        .authority()
                        .orElseThrow(
                                () -> new CredentialException(
                                        "the key of the authority (ca.key) is not here; issue where the credentials were created")),
                options);
    }

    /**
     * Issues from an authority, with a new client certificate.
     *
     * @param authority its certificate and key
     * @param options what certificates are to say
     * @return an issuer with that authority
     * @throws CredentialException if the authority has expired
     */
    public static Issuer ofAuthority(KeyedCertificate authority, IssueOptions options) {
        Instant end = authority.certificate().getNotAfter().toInstant();
        if (!options.clock().instant().isBefore(end)) {
            throw new CredentialException("the authority expired at " + end + "; create a new one");
        }
        return of(authority, options);
    }

    /**
     * The same issuer, whose credentials also trust other authorities: while one authority takes the place of another, both are trusted.
     *
     * @param authorities the certificates of the others
     * @return an issuer with this one's authority and client certificate
     */
    public Issuer alsoTrusting(List<X509Certificate> authorities) {
        List<X509Certificate> all = new ArrayList<>(trusted);
        all.addAll(authorities);
        return new Issuer(options, authority, all.stream().distinct().toList(), client);
    }

    /**
     * Issues all that there is, the authority's key included: what a single host needs, and what the issuing host of several keeps.
     *
     * @param endpoints every endpoint of the deployment, as {@code host:port}, with or without {@code http://} or {@code https://}
     * @return the credentials
     * @throws IllegalArgumentException if an endpoint is none
     */
    public Credentials forIssuingHost(List<String> endpoints) {
        return new Credentials(trusted, authority, server(endpoints), client);
    }

    /**
     * Issues what one node of several needs: a server certificate of its own, and no key of the authority. Whoever takes a node over can then
     * pass for that node only.
     *
     * @param endpoints the endpoints of that node, as for {@link #forIssuingHost}
     * @return the credentials
     * @throws IllegalArgumentException if an endpoint is none
     */
    public Credentials forNode(List<String> endpoints) {
        return new Credentials(trusted, null, server(endpoints), client);
    }

    private static KeyedCertificate client(KeyedCertificate authority, IssueOptions options) {
        return issue("the client certificate", () -> {
            KeyPair keys = options.leafKey().generate();
            X509Certificate certificate = form(authority, options, options.clientName(), keys)
                    .usedFor(KeyPurposeId.id_kp_clientAuth)
                    .sign(authority.privateKey());
            return new KeyedCertificate(certificate, keys.getPrivate());
        });
    }

    private KeyedCertificate server(List<String> endpoints) {
        AlternativeNames names = new AlternativeNames(endpoints, options.additionalNames());
        return issue("a server certificate", () -> {
            KeyPair keys = options.leafKey().generate();
            X509Certificate certificate = form(authority, options, "etcd server", keys)
                    // etcd's own gateway dials etcd with this certificate.
                    .usedFor(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth)
                    .named(names.toExtension())
                    .sign(authority.privateKey());
            return new KeyedCertificate(certificate, keys.getPrivate());
        });
    }

    private static CertificateForm form(
            KeyedCertificate authority, IssueOptions options, String commonName, KeyPair keys)
            throws GeneralSecurityException, CertIOException {
        Instant now = options.clock().instant();
        return CertificateForm.leaf(
                authority.certificate(),
                name(options, commonName),
                keys.getPublic(),
                now,
                now.plus(options.leafValidity()));
    }

    private static KeyedCertificate newAuthority(IssueOptions options) {
        return issue("the authority", () -> {
            KeyPair keys = options.authorityKey().generate();
            Instant now = options.clock().instant();
            X500Name name = name(
                    options, "etcd CA " + CertificateForm.serial().toString(16).substring(0, 16));
            X509Certificate certificate = CertificateForm.authority(
                            name, keys.getPublic(), now, now.plus(options.authorityValidity()))
                    .sign(keys.getPrivate());
            return new KeyedCertificate(certificate, keys.getPrivate());
        });
    }

    private static X500Name name(IssueOptions options, String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, options.organization())
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static KeyedCertificate issue(String what, Issuance issuance) {
        try {
            return issuance.run();
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("could not issue " + what, e);
        }
    }

    @FunctionalInterface
    private interface Issuance {
        KeyedCertificate run() throws GeneralSecurityException, OperatorCreationException, CertIOException;
    }
}
