package io.gatewaystore.etcd.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.TlsMode;
import io.gatewaystore.testkit.tls.CertificateAuthority;
import io.gatewaystore.testkit.tls.CertificateProfile;
import io.gatewaystore.testkit.tls.IssuedCertificate;
import io.gatewaystore.testkit.tls.KeyFormat;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@link ConnectionMatrixIT} cannot show of refused certificates: races that have to be won each time, and another day. */
class ClientCertificateIT {

    private static final CertificateProfile CLIENT = CertificateProfile.client("gateway");

    @RegisterExtension
    static final EtcdExtension ETCD =
            EtcdExtension.builder().tls(TlsMode.MUTUAL_TLS).build();

    @TempDir
    Path directory;

    @RepeatedTest(20)
    void saysThatACertificateIsRequired() {
        Attempt attempt = Probing.with(ETCD.environment())
                .set(StoreVariable.ETCD_CLIENT_CERT_AUTH, "false")
                .unset(StoreVariable.ETCD_CERTIFICATE_FILE)
                .unset(StoreVariable.ETCD_PRIVATE_KEY_FILE)
                .fails(ConnectionFailure.CLIENT_CERTIFICATE_REQUIRED, StoreVariable.ETCD_CLIENT_CERT_AUTH);

        assertThat(attempt.remedy())
                .contains(StoreVariable.ETCD_CERTIFICATE_FILE.variableName())
                .contains(StoreVariable.ETCD_PRIVATE_KEY_FILE.variableName());
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
    void saysThatACertificateHasExpiredSinceItWasLoaded() {
        Attempt attempt = presenting(ETCD.certificates().authority().issue(CLIENT.expired()))
                .loadedAt(Clock.offset(Clock.fixed(Clock.systemUTC().instant(), ZoneOffset.UTC), Duration.ofDays(-5)))
                .fails(ConnectionFailure.CLIENT_CERTIFICATE_REJECTED, StoreVariable.ETCD_CERTIFICATE_FILE);

        assertThat(attempt.reason()).contains("it expired at ");
    }

    private Probing presenting(IssuedCertificate certificate) {
        Path chain = directory.resolve("chain.pem");
        Path key = directory.resolve("key.pem");
        certificate.writeChain(chain);
        certificate.writeKey(key, KeyFormat.PKCS8);
        return Probing.with(ETCD.environment()).clientCertificate(chain, key);
    }
}
