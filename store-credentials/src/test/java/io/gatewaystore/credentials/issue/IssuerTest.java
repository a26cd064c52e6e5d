package io.gatewaystore.credentials.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.credentials.CredentialException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IssuerTest {

    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void issuesKeysOfEveryType(KeyType type) throws Exception {
        Credentials issued = issue(options().authorityKey(type).leafKey(type));

        String expected = type == KeyType.EC_P256 ? "EC P-256" : type.name().replace('_', ' ');
        for (KeyedCertificate leaf : List.of(issued.server(), issued.client())) {
            assertThat(CertificateSummary.of(leaf.certificate()).key()).isEqualTo(expected);
            assertThat(leaf.privateKeyPem()).startsWith("-----BEGIN PRIVATE KEY-----\n");
            leaf.certificate().verify(issued.trusted().get(0).getPublicKey());
            boolean[] usage = leaf.certificate().getKeyUsage();
            assertThat(usage[0]).as("digitalSignature").isTrue();
            assertThat(usage[2]).as("keyEncipherment").isEqualTo(type != KeyType.EC_P256);
        }
    }

    @Test
    void theAuthorityMaySignCertificatesAndNoFurtherAuthorities() {
        X509Certificate authority = issue(options()).trusted().get(0);

        assertThat(authority.getBasicConstraints()).isZero();
        assertThat(authority.getCriticalExtensionOIDs())
                .containsExactlyInAnyOrder(Extension.basicConstraints.getId(), Extension.keyUsage.getId());
        boolean[] usage = authority.getKeyUsage();
        assertThat(usage[5] && usage[6]).as("keyCertSign and cRLSign").isTrue();
        assertThat(usage[0]).as("digitalSignature").isFalse();
    }

    @Test
    void theServerMayServeAndDialItself() throws Exception {
        X509Certificate server = issue(options()).server().certificate();

        assertThat(server.getExtendedKeyUsage()).containsExactlyInAnyOrder(SERVER_AUTH, CLIENT_AUTH);
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void theClientMayOnlyBeAClientAndIsNamedAsAsked() throws Exception {
        X509Certificate client =
                issue(options().clientName("gateway, \"one\"")).client().certificate();

        assertThat(client.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
        assertThat(client.getSubjectX500Principal().getName()).startsWith("CN=gateway\\, \\\"one\\\"");
    }

    @Test
    void theServerIsNamedByEveryEndpointAndByThisMachine() {
        Credentials issued = Issuer.withNewAuthority(
                        options().additionalNames(List.of("lb.example.org")).build())
                .forIssuingHost(List.of(
                        "https://ETCD1.example.org:2379/", "10.0.0.2:4679", "http://[2001:db8::1]:2379", "0.0.0.0:1"));

        assertThat(CertificateSummary.of(issued.server().certificate()).names())
                .containsExactly(
                        "etcd1.example.org",
                        "10.0.0.2",
                        "2001:db8:0:0:0:0:0:1",
                        "lb.example.org",
                        "localhost",
                        "127.0.0.1",
                        "0:0:0:0:0:0:0:1");
    }

    @Test
    void theAuthorityIsReferredToByItsKeyOnly() throws Exception {
        Credentials issued = issue(options());

        AuthorityKeyIdentifier identifier = AuthorityKeyIdentifier.fromExtensions(
                new JcaX509CertificateHolder(issued.server().certificate()).getExtensions());
        assertThat(identifier.getKeyIdentifierOctets()).isNotEmpty();
        assertThat(identifier.getAuthorityCertIssuer()).isNull();
        assertThat(identifier.getAuthorityCertSerialNumber()).isNull();
    }

    @Test
    void serialsHaveUpTo159RandomBits() {
        Credentials one = issue(options());
        Credentials other = issue(options());

        assertThat(one.server().certificate().getSerialNumber())
                .isPositive()
                .isNotEqualTo(other.server().certificate().getSerialNumber());
        assertThat(one.server().certificate().getSerialNumber().bitLength()).isBetween(64, 159);
    }

    @Test
    void certificatesAreValidFiveMinutesBackAndNeverBeyondTheAuthority() {
        Credentials issued =
                issue(options().authorityValidity(Duration.ofDays(10)).leafValidity(Duration.ofDays(398)));

        assertThat(issued.server().certificate().getNotBefore()).isEqualTo(NOW.minus(Duration.ofMinutes(5)));
        assertThat(issued.trusted().get(0).getNotAfter()).isEqualTo(NOW.plus(Duration.ofDays(10)));
        assertThat(issued.server().certificate().getNotAfter()).isEqualTo(NOW.plus(Duration.ofDays(10)));
    }

    @Test
    void aNewAuthorityNeverHasTheNameOfAnother() {
        assertThat(issue(options()).trusted().get(0).getSubjectX500Principal())
                .isNotEqualTo(issue(options()).trusted().get(0).getSubjectX500Principal());
    }

    @Test
    void newLeavesComeFromTheSameAuthority() throws Exception {
        Credentials earlier = issue(options());

        Credentials later = Issuer.of(earlier, options().build()).forIssuingHost(List.of("etcd1:2379"));

        assertThat(later.trusted()).isEqualTo(earlier.trusted());
        later.client().certificate().verify(earlier.trusted().get(0).getPublicKey());
        assertThat(later.client().certificate()).isNotEqualTo(earlier.client().certificate());
        assertThat(later.server().privateKey()).isNotEqualTo(earlier.server().privateKey());
    }

    @Test
    void nodesHaveServersOfTheirOwnOneClientAndNoKeyOfTheAuthority() {
        Issuer issuer = Issuer.withNewAuthority(options().build());

        Credentials one = issuer.forNode(List.of("10.0.0.1:2379"));
        Credentials other = issuer.forNode(List.of("10.0.0.2:2379"));

        assertThat(one.authority()).isEmpty();
        assertThat(one.client()).isSameAs(other.client());
        assertThat(one.server().privateKey()).isNotEqualTo(other.server().privateKey());
        assertThat(CertificateSummary.of(one.server().certificate()).names()).doesNotContain("10.0.0.2");
        assertThatThrownBy(() -> Issuer.of(one, options().build()))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("ca.key");
    }

    @Test
    void twoAuthoritiesAreTrustedWhileOneReplacesTheOther() {
        X509Certificate old = issue(options()).trusted().get(0);

        Credentials issued = Issuer.withNewAuthority(options().build())
                .alsoTrusting(List.of(old))
                .forNode(List.of("etcd1:2379"));

        assertThat(issued.trusted()).hasSize(2).element(1).isEqualTo(old);
    }

    @Test
    void anExpiredAuthorityIssuesNothing() {
        Credentials expired = issue(options().authorityValidity(Duration.ofHours(1)));

        assertThatThrownBy(() -> Issuer.of(
                        expired,
                        options()
                                .clock(Clock.fixed(NOW.plusSeconds(3600), ZoneOffset.UTC))
                                .build()))
                .isInstanceOf(CredentialException.class)
                .hasMessage("the authority expired at 2030-01-02T04:04:05Z; create a new one");
    }

    @Test
    void noTextHoldsAKey() {
        Credentials issued = issue(options());

        assertThat(issued.toString() + issued.server()).doesNotContain("PRIVATE", "java.security");
    }

    @Test
    void badOptionsAreRefused() {
        assertThatThrownBy(() -> IssueOptions.builder().clientName(" ")).hasMessageContaining("expected: 1 to 64");
        assertThatThrownBy(() -> IssueOptions.builder().leafValidity(Duration.ZERO))
                .hasMessageContaining("at least PT1H");
    }

    private static Credentials issue(IssueOptions.Builder options) {
        return Issuer.withNewAuthority(options.build()).forIssuingHost(List.of("etcd1:2379"));
    }

    private static IssueOptions.Builder options() {
        return IssueOptions.builder().clock(Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
