package io.gatewaystore.etcd.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.api.AuthEnableRequest;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthUserAddRequest;
import io.etcd.jetcd.api.AuthUserGrantRoleRequest;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.testkit.etcd.TlsMode;
import io.gatewaystore.testkit.internal.Ports;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
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
    void findsAnEtcdThatServesHttpElsewhere(TlsMode mode) {
        String http = (mode == TlsMode.PLAIN ? "http" : "https") + "://127.0.0.1:"
                + Ports.free("127.0.0.1", 1).get(0);
        try (EtcdCluster etcd = start(EtcdSpec.builder().tls(mode).arguments("--listen-client-http-urls=" + http))) {
            Probing.with(etcd.environment()).isHealthy();
        }
    }

    @Test
    void takesTheRefusalToTellStrangersForAnEtcdThatIsNewEnough() {
        EtcdSpec.Builder spec = EtcdSpec.builder()
                .arguments("--listen-client-http-urls=http://127.0.0.1:"
                        + Ports.free("127.0.0.1", 1).get(0));
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
}
