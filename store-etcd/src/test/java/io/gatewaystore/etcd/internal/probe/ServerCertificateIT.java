package io.gatewaystore.etcd.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.etcd.internal.tls.Namesake;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.TlsMode;
import io.gatewaystore.testkit.tls.CertificateAuthority;
import io.gatewaystore.testkit.tls.CertificateProfile;
import io.gatewaystore.testkit.tls.IssuedCertificate;
import io.gatewaystore.testkit.tls.KeyFormat;
import io.gatewaystore.testkit.tls.TestCertificates;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** etcd reads its certificate at every handshake, so one server can show them all. */
class ServerCertificateIT {

    @RegisterExtension
    static final EtcdExtension ETCD =
            EtcdExtension.builder().tls(TlsMode.SERVER_TLS).build();

    @TempDir
    Path directory;

    @AfterEach
    void showTheGoodCertificateAgain() {
        show(ETCD.certificates().server());
    }

    @Test
    void findsAHealthyEtcd() {
        Probing.with(ETCD.environment()).isHealthy();
    }

    @Test
    void findsAHealthyEtcdByAName() {
        Probing.with(ETCD.environment())
                .set(StoreVariable.ETCD_HOSTS, "localhost:" + ETCD.member(0).port())
                .isHealthy();
    }

    @Test
    void findsAHealthyEtcdWhoseAuthorityIsOneOfSeveral() {
        Path bundle = Namesake.bundle(
                directory.resolve("bundle.pem"),
                CertificateAuthority.create().certificate(),
                ETCD.certificates().authority().certificate());

        Probing.with(ETCD.environment())
                .set(StoreVariable.ETCD_CA_CERTIFICATE_FILE, bundle)
                .isHealthy();
    }

    @Test
    void saysThatTheServerSpeaksTls() {
        Probing.with(ETCD.environment())
                .set(StoreVariable.ETCD_USE_TLS, "false")
                .fails(ConnectionFailure.SERVER_SPEAKS_TLS, StoreVariable.ETCD_USE_TLS);
    }

    @Test
    void saysThatTheAuthorityIsUnknown() {
        Path other = directory.resolve("other-ca.pem");
        CertificateAuthority.create().writeCertificate(other);

        Attempt attempt = Probing.with(ETCD.environment())
                .set(StoreVariable.ETCD_CA_CERTIFICATE_FILE, other)
                .fails(ConnectionFailure.UNTRUSTED_CA, StoreVariable.ETCD_CA_CERTIFICATE_FILE);

        assertThat(attempt.reason()).contains(other.toString()).contains("Throw-away test CA");
    }

    @Test
    void saysThatTheJavaRuntimeDoesNotKnowTheAuthority() {
        Attempt attempt = Probing.with(ETCD.environment())
                .unset(StoreVariable.ETCD_CA_CERTIFICATE_FILE)
                .fails(ConnectionFailure.UNTRUSTED_CA, StoreVariable.ETCD_CA_CERTIFICATE_FILE);

        assertThat(attempt.reason()).contains("Java runtime");
    }

    @Test
    void saysThatTheAuthorityIsAnotherOneOfTheSameName() {
        Path remade = Namesake.of(ETCD.certificates().authority().certificate(), directory.resolve("remade-ca.pem"));

        Attempt attempt = Probing.with(ETCD.environment())
                .set(StoreVariable.ETCD_CA_CERTIFICATE_FILE, remade)
                .fails(ConnectionFailure.UNTRUSTED_CA, StoreVariable.ETCD_CA_CERTIFICATE_FILE);

        assertThat(attempt.reason()).contains("one of that name, but with another key");
    }

    @Test
    void saysThatAnIntermediateAuthorityMayBeMissing() {
        show(ETCD.certificates()
                .authority()
                .intermediate()
                .issue(CertificateProfile.server())
                .withoutIntermediates());

        Attempt attempt = fails(ConnectionFailure.UNTRUSTED_CA, StoreVariable.ETCD_CA_CERTIFICATE_FILE);

        assertThat(attempt.remedy()).contains("intermediate");
    }

    @Test
    void acceptsACertificateOfAnIntermediateAuthority() {
        show(ETCD.certificates().authority().intermediate().issue(CertificateProfile.server()));

        Probing.with(ETCD.environment()).isHealthy();
    }

    @Test
    void listsTheNamesThatTheCertificateIsFor() {
        show(CertificateProfile.server().names("etcd.example.com", "10.1.2.3"));

        Attempt attempt = fails(ConnectionFailure.NAME_MISMATCH, StoreVariable.ETCD_SERVER_NAME);

        assertThat(attempt.reason())
                .contains("'127.0.0.1'")
                .contains("etcd.example.com")
                .contains("10.1.2.3");
        assertThat(attempt.remedy()).contains(StoreVariable.ETCD_HOSTS.variableName());
    }

    @Test
    void listsTheNamesForAHostName() {
        show(CertificateProfile.server().names("etcd.example.com"));

        Attempt attempt = Probing.with(ETCD.environment())
                .set(StoreVariable.ETCD_HOSTS, "localhost:" + ETCD.member(0).port())
                .fails(ConnectionFailure.NAME_MISMATCH, StoreVariable.ETCD_SERVER_NAME);

        assertThat(attempt.reason()).contains("'localhost'").contains("etcd.example.com");
    }

    @Test
    void expectsTheNameThatIsConfigured() {
        show(CertificateProfile.server().names("etcd.example.com"));

        Probing.with(ETCD.environment())
                .set(StoreVariable.ETCD_SERVER_NAME, "etcd.example.com")
                .isHealthy();
        Probing.with(ETCD.environment())
                .set(StoreVariable.ETCD_SERVER_NAME, "etcd.example.org")
                .fails(ConnectionFailure.NAME_MISMATCH, StoreVariable.ETCD_SERVER_NAME);
    }

    @Test
    void doesNotTakeTheCommonNameForAName() {
        show(CertificateProfile.server().commonName("127.0.0.1").names());

        Attempt attempt = fails(ConnectionFailure.NAME_MISMATCH, StoreVariable.ETCD_HOSTS);

        assertThat(attempt.reason()).contains("names no host at all");
    }

    @Test
    void saysThatTheCertificateHasExpired() {
        show(CertificateProfile.server().expired());

        Attempt attempt = fails(ConnectionFailure.SERVER_CERTIFICATE_EXPIRED, StoreVariable.ETCD_HOSTS);

        assertThat(attempt.reason()).contains("expired (valid from ");
    }

    @Test
    void saysThatTheCertificateIsNotYetValid() {
        show(CertificateProfile.server().notYetValid());

        fails(ConnectionFailure.SERVER_CERTIFICATE_NOT_YET_VALID, StoreVariable.ETCD_HOSTS);
    }

    @Test
    void saysThatTheCertificateIsNotForServers() {
        show(CertificateProfile.server().usages(CertificateProfile.Usage.CLIENT));

        fails(ConnectionFailure.SERVER_CERTIFICATE_USAGE, StoreVariable.ETCD_HOSTS);
    }

    private static Attempt fails(ConnectionFailure kind, StoreVariable variable) {
        return Probing.with(ETCD.environment()).fails(kind, variable);
    }

    private static void show(CertificateProfile profile) {
        show(ETCD.certificates().authority().issue(profile));
    }

    private static void show(IssuedCertificate certificate) {
        TestCertificates files = ETCD.certificates();
        certificate.writeChain(files.serverCertificateFile());
        certificate.writeKey(files.serverKeyFile(), KeyFormat.PKCS8);
    }
}
