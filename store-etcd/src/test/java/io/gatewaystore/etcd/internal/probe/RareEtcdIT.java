package io.gatewaystore.etcd.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.api.AuthEnableRequest;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthUserAddRequest;
import io.etcd.jetcd.api.AuthUserGrantRoleRequest;
import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.etcd.internal.tls.Namesake;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.testkit.etcd.TlsMode;
import io.gatewaystore.testkit.tls.CertificateAuthority;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** etcds that are set up in ways few are. */
class RareEtcdIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(TlsMode.class)
    void findsAHealthyEtcdByAnIpv6Address(TlsMode mode) {
        try (EtcdCluster etcd = start(EtcdSpec.builder().tls(mode).host("::1"))) {
            assertThat(etcd.endpoints().get(0)).startsWith("[::1]:");
            Probing.with(etcd.environment()).isHealthy();
        }
    }

    @ParameterizedTest
    @EnumSource(TlsMode.class)
    void findsAnEtcdThatServesHttpElsewhere(TlsMode mode) throws IOException {
        String http = (mode == TlsMode.PLAIN ? "http" : "https") + "://127.0.0.1:" + freePort();
        try (EtcdCluster etcd = start(EtcdSpec.builder().tls(mode).arguments("--listen-client-http-urls=" + http))) {
            Probing.with(etcd.environment()).isHealthy();
        }
    }

    @Test
    void saysThatARevokedCertificateMayBeTheReason() {
        CertificateAuthority authority = CertificateAuthority.create();
        Path list = Namesake.revocations(authority.certificate(), directory.resolve("crl.pem"));
        EtcdSpec.Builder spec =
                EtcdSpec.builder().tls(TlsMode.MUTUAL_TLS).authority(authority).arguments("--client-crl-file=" + list);
        try (EtcdCluster etcd = start(spec)) {
            Probing.with(etcd.environment()).isHealthy();
            X509Certificate client = etcd.certificates().client().certificate();
            Namesake.revocations(authority.certificate(), list, client);

            Attempt attempt = Probing.with(etcd.environment())
                    .fails(ConnectionFailure.REJECTED_AFTER_HANDSHAKE, StoreVariable.ETCD_CERTIFICATE_FILE);

            assertThat(attempt.reason()).contains("CN=gateway").contains("revoked");
        }
    }

    @Test
    void takesTheRefusalToTellStrangersForAnEtcdThatIsNewEnough() throws IOException {
        EtcdSpec.Builder spec =
                EtcdSpec.builder().arguments("--listen-client-http-urls=http://127.0.0.1:" + freePort());
        try (EtcdCluster etcd = start(spec)) {
            enableUsers(etcd.member(0).port());

            Probing.with(etcd.environment()).isHealthy();
        }
    }

    private static void enableUsers(int port) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        try {
            AuthGrpc.AuthBlockingStub users = AuthGrpc.newBlockingStub(channel);
            users.userAdd(AuthUserAddRequest.newBuilder()
                    .setName("root")
                    .setPassword("root")
                    .build());
            users.userGrantRole(AuthUserGrantRoleRequest.newBuilder()
                    .setUser("root")
                    .setRole("root")
                    .build());
            users.authEnable(AuthEnableRequest.getDefaultInstance());
        } finally {
            channel.shutdownNow();
        }
    }

    private static EtcdCluster start(EtcdSpec.Builder spec) {
        return EtcdCluster.start(spec.build());
    }

    private static int freePort() throws IOException {
        try (ServerSocket reserved = new ServerSocket(0)) {
            return reserved.getLocalPort();
        }
    }
}
