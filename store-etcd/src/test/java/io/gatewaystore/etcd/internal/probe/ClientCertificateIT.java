package io.gatewaystore.etcd.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.TlsMode;
import io.gatewaystore.testkit.tls.CertificateAuthority;
import io.gatewaystore.testkit.tls.CertificateProfile;
import io.gatewaystore.testkit.tls.IssuedCertificate;
import io.gatewaystore.testkit.tls.KeyAlgorithm;
import io.gatewaystore.testkit.tls.KeyFormat;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClientCertificateIT {

    private static final CertificateProfile CLIENT = CertificateProfile.client("gateway");

    @RegisterExtension
    static final EtcdExtension ETCD =
            EtcdExtension.builder().tls(TlsMode.MUTUAL_TLS).build();

    @RegisterExtension
    static final EtcdExtension OLD_TLS = EtcdExtension.builder()
            .tls(TlsMode.MUTUAL_TLS)
            .arguments("--tls-max-version=TLS1.2")
            .build();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"EC_P256,PKCS8", "EC_P256,SEC1", "RSA_2048,PKCS8", "RSA_2048,PKCS1"})
    void presentsACertificateWithAKeyOfEachForm(KeyAlgorithm algorithm, KeyFormat format) {
        IssuedCertificate certificate = issue(CLIENT.keyAlgorithm(algorithm));
        Path key = directory.resolve("key.pem");
        certificate.writeKey(key, format);

        presenting(certificate, key).isHealthy();
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void presentsACertificateWithAnEncryptedKey(KeyAlgorithm algorithm) {
        IssuedCertificate certificate = issue(CLIENT.keyAlgorithm(algorithm));
        Path key = directory.resolve("key.pem");
        certificate.writeEncryptedKey(key, "hunter2");

        presenting(certificate, key)
                .set(StoreVariable.ETCD_PRIVATE_KEY_PASSWORD, "hunter2")
                .isHealthy();
    }

    @Test
    void presentsTheCertificatesOfIntermediateAuthorities() {
        presenting(ETCD.certificates().authority().intermediate().issue(CLIENT)).isHealthy();
    }

    @RepeatedTest(20)
    void saysThatACertificateIsRequired() {
        Attempt attempt = withoutCertificate(ETCD)
                .fails(ConnectionFailure.CLIENT_CERTIFICATE_REQUIRED, StoreVariable.ETCD_CLIENT_CERT_AUTH);

        assertThat(attempt.remedy())
                .contains(StoreVariable.ETCD_CERTIFICATE_FILE.variableName())
                .contains(StoreVariable.ETCD_PRIVATE_KEY_FILE.variableName());
    }

    @Test
    void saysThatACertificateIsRequiredBeforeTls13() {
        withoutCertificate(OLD_TLS)
                .fails(ConnectionFailure.CLIENT_CERTIFICATE_REQUIRED, StoreVariable.ETCD_CLIENT_CERT_AUTH);
    }

    @Test
    void saysThatTheConfiguredCertificateIsNotUsed() {
        Attempt attempt = Probing.with(ETCD.environment())
                .set(StoreVariable.ETCD_CLIENT_CERT_AUTH, "false")
                .fails(ConnectionFailure.CLIENT_CERTIFICATE_REQUIRED, StoreVariable.ETCD_CLIENT_CERT_AUTH);

        assertThat(attempt.remedy()).isEqualTo("Set GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH=true.");
    }

    /** The server hangs up while the client still sends, so that there is a race to be won each time. */
    @RepeatedTest(20)
    void saysThatACertificateOfAnotherAuthorityIsRejected() {
        IssuedCertificate foreign = CertificateAuthority.create().issue(CLIENT);

        Attempt attempt = presenting(foreign)
                .fails(ConnectionFailure.CLIENT_CERTIFICATE_REJECTED, StoreVariable.ETCD_CERTIFICATE_FILE);

        assertThat(attempt.reason()).contains("CN=gateway").contains("alert");
    }

    @Test
    void saysThatACertificateOfAnotherAuthorityIsRejectedBeforeTls13() {
        IssuedCertificate foreign = CertificateAuthority.create().issue(CLIENT);

        presenting(foreign)
                .set(StoreVariable.ETCD_HOSTS, OLD_TLS.endpoints().get(0))
                .set(
                        StoreVariable.ETCD_CA_CERTIFICATE_FILE,
                        OLD_TLS.certificates().caFile())
                .fails(ConnectionFailure.CLIENT_CERTIFICATE_REJECTED, StoreVariable.ETCD_CERTIFICATE_FILE);
    }

    @Test
    void saysThatACertificateWithoutItsIntermediateAuthorityIsRejected() {
        presenting(ETCD.certificates().authority().intermediate().issue(CLIENT).withoutIntermediates())
                .fails(ConnectionFailure.CLIENT_CERTIFICATE_REJECTED, StoreVariable.ETCD_CERTIFICATE_FILE);
    }

    @Test
    void refusesToLoadACertificateThatIsNotForClients() {
        Probing probing = presenting(issue(CLIENT.usages(CertificateProfile.Usage.SERVER)));

        assertThatThrownBy(probing::probe)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(StoreVariable.ETCD_CERTIFICATE_FILE.variableName())
                .hasMessageContaining("lacks clientAuth");
    }

    @Test
    void saysThatACertificateHasExpiredSinceItWasLoaded() {
        Attempt attempt = presenting(issue(CLIENT.expired()))
                .loadedAt(Clock.offset(Clock.fixed(Clock.systemUTC().instant(), ZoneOffset.UTC), Duration.ofDays(-5)))
                .fails(ConnectionFailure.CLIENT_CERTIFICATE_REJECTED, StoreVariable.ETCD_CERTIFICATE_FILE);

        assertThat(attempt.reason()).contains("it expired at ");
    }

    @Test
    void refusesToLoadAnExpiredCertificate() {
        Probing probing = presenting(issue(CLIENT.expired()));

        assertThatThrownBy(probing::probe)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(StoreVariable.ETCD_CERTIFICATE_FILE.variableName())
                .hasMessageContaining("expired at ");
    }

    @Test
    void saysThatTheServerSpeaksTlsAlthoughItWantsACertificateToo() {
        Probing.with(ETCD.environment())
                .set(StoreVariable.ETCD_USE_TLS, "false")
                .fails(ConnectionFailure.SERVER_SPEAKS_TLS, StoreVariable.ETCD_USE_TLS);
    }

    private static Probing withoutCertificate(EtcdExtension etcd) {
        return Probing.with(etcd.environment())
                .set(StoreVariable.ETCD_CLIENT_CERT_AUTH, "false")
                .unset(StoreVariable.ETCD_CERTIFICATE_FILE)
                .unset(StoreVariable.ETCD_PRIVATE_KEY_FILE);
    }

    private static IssuedCertificate issue(CertificateProfile profile) {
        return ETCD.certificates().authority().issue(profile);
    }

    private Probing presenting(IssuedCertificate certificate) {
        Path key = directory.resolve("key.pem");
        certificate.writeKey(key, KeyFormat.PKCS8);
        return presenting(certificate, key);
    }

    private Probing presenting(IssuedCertificate certificate, Path key) {
        Path chain = directory.resolve("chain.pem");
        certificate.writeChain(chain);
        return Probing.with(ETCD.environment()).clientCertificate(chain, key);
    }
}
