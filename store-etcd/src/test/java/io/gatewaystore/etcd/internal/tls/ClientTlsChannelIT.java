package io.gatewaystore.etcd.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.testkit.etcd.TlsMode;
import io.gatewaystore.testkit.tls.CertificateAuthority;
import io.gatewaystore.testkit.tls.CertificateProfile;
import io.gatewaystore.testkit.tls.IssuedCertificate;
import io.gatewaystore.testkit.tls.KeyAlgorithm;
import io.gatewaystore.testkit.tls.KeyFormat;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same material beneath gRPC's transport, whose TLS is BoringSSL's where there is one for the platform. */
class ClientTlsChannelIT {

    private static final CertificateProfile CLIENT = CertificateProfile.client("gateway");

    @RegisterExtension
    static final EtcdExtension ETCD =
            EtcdExtension.builder().tls(TlsMode.MUTUAL_TLS).build();

    @TempDir
    Path directory;

    @AfterEach
    void showTheGoodCertificateAgain() {
        show(ETCD.certificates().server());
    }

    @ParameterizedTest
    @CsvSource({"EC_P256,PKCS8", "EC_P256,SEC1", "RSA_2048,PKCS8", "RSA_2048,PKCS1"})
    void callsWithAKeyOfEachForm(KeyAlgorithm algorithm, KeyFormat format) {
        Map<String, String> environment =
                presenting(ETCD.certificates().authority().issue(CLIENT.keyAlgorithm(algorithm)), format);

        assertThat(versionOf(environment)).startsWith("3.");
    }

    @Test
    void callsWithAnEd25519Key() throws IOException {
        KeyPair keys = Namesake.keys("Ed25519");
        Path chain = Namesake.bundle(
                directory.resolve("ed25519.pem"),
                Namesake.selfSigned(ETCD.certificates().client().certificate(), keys, "Ed25519"));
        Path key = Files.writeString(
                directory.resolve("ed25519-key.pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        EtcdSpec spec = EtcdSpec.builder()
                .tls(TlsMode.MUTUAL_TLS)
                .arguments("--trusted-ca-file=" + chain)
                .build();
        try (EtcdCluster etcd = EtcdCluster.start(spec)) {
            Map<String, String> environment = new HashMap<>(etcd.environment());
            environment.put(StoreVariable.ETCD_CERTIFICATE_FILE.variableName(), chain.toString());
            environment.put(StoreVariable.ETCD_PRIVATE_KEY_FILE.variableName(), key.toString());

            assertThat(versionOf(environment)).startsWith("3.");
        }
    }

    @Test
    void verifiesTheNameOfTheServer() {
        show(CertificateProfile.server().names("etcd.example.com"));

        assertThat(classify(ETCD.environment())).isEqualTo(ConnectionFailure.NAME_MISMATCH);
    }

    @Test
    void verifiesTheValidityOfTheServersCertificate() {
        show(CertificateProfile.server().expired());

        assertThat(classify(ETCD.environment())).isEqualTo(ConnectionFailure.SERVER_CERTIFICATE_EXPIRED);
    }

    @Test
    void verifiesTheUsageOfTheServersCertificate() {
        show(CertificateProfile.server().usages(CertificateProfile.Usage.CLIENT));

        assertThat(classify(ETCD.environment())).isEqualTo(ConnectionFailure.SERVER_CERTIFICATE_USAGE);
    }

    @Test
    void verifiesTheAuthorityOfTheServersCertificate() {
        Path other = directory.resolve("other-ca.pem");
        CertificateAuthority.create().writeCertificate(other);
        Map<String, String> environment = new HashMap<>(ETCD.environment());
        environment.put(StoreVariable.ETCD_CA_CERTIFICATE_FILE.variableName(), other.toString());

        assertThat(classify(environment)).isEqualTo(ConnectionFailure.UNTRUSTED_CA);
    }

    @Test
    void isRejectedWithACertificateOfAnotherAuthority() {
        Map<String, String> environment =
                presenting(CertificateAuthority.create().issue(CLIENT), KeyFormat.PKCS8);

        assertThat(classify(environment)).isEqualTo(ConnectionFailure.CLIENT_CERTIFICATE_REJECTED);
    }

    private static ConnectionFailure classify(Map<String, String> environment) {
        StatusRuntimeException failure =
                catchThrowableOfType(StatusRuntimeException.class, () -> versionOf(environment));
        return TlsFailure.classify(failure, true).orElseThrow(() -> new AssertionError("not recognised", failure));
    }

    private static String versionOf(Map<String, String> environment) {
        ClientTls tls = ClientTls.load(StoreConfig.builder()
                .environment(environment)
                .build()
                .etcd()
                .tls()
                .orElseThrow());
        ManagedChannel channel = NettyChannelBuilder.forTarget(
                        "dns:///" + environment.get("GATEWAY_STORE_ETCD_HOSTS"), tls.credentials())
                .build();
        try {
            return MaintenanceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(5, TimeUnit.SECONDS)
                    .status(StatusRequest.getDefaultInstance())
                    .getVersion();
        } finally {
            channel.shutdownNow();
        }
    }

    private Map<String, String> presenting(IssuedCertificate certificate, KeyFormat format) {
        Path chain = directory.resolve("chain.pem");
        Path key = directory.resolve("key.pem");
        certificate.writeChain(chain);
        certificate.writeKey(key, format);
        Map<String, String> environment = new HashMap<>(ETCD.environment());
        environment.put(StoreVariable.ETCD_CERTIFICATE_FILE.variableName(), chain.toString());
        environment.put(StoreVariable.ETCD_PRIVATE_KEY_FILE.variableName(), key.toString());
        return environment;
    }

    private static void show(CertificateProfile profile) {
        show(ETCD.certificates().authority().issue(profile));
    }

    private static void show(IssuedCertificate certificate) {
        ETCD.certificates().replaceServer(certificate);
    }
}
