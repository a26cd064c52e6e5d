package io.gatewaystore.etcd.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.testkit.tls.CertificateAuthority;
import io.gatewaystore.testkit.tls.CertificateProfile;
import io.gatewaystore.testkit.tls.IssuedCertificate;
import io.gatewaystore.testkit.tls.TestCertificates;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server sees of a channel whose certificates change: one that would resume sessions, and tells who called. */
class RotatedConnectionTest {

    private static final Context.Key<BigInteger> CALLER = Context.key("serial number of the caller's certificate");

    @TempDir
    Path directory;

    private TestCertificates files;
    private Server server;
    private ClientTls tls;
    private ManagedChannel channel;

    @BeforeEach
    void connect() throws IOException {
        files = TestCertificates.create(directory);
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sslContext(GrpcSslContexts.forServer(
                                files.serverCertificateFile().toFile(),
                                files.serverKeyFile().toFile())
                        .clientAuth(ClientAuth.REQUIRE)
                        .trustManager(files.authority().certificate())
                        .build())
                .addService(new Caller())
                .intercept(new Identification())
                .build()
                .start();
        tls = ClientTls.load(StoreConfig.builder()
                .environment(Map.of(
                        "GATEWAY_STORE_BACKEND",
                        "etcd",
                        "GATEWAY_STORE_ETCD_USE_TLS",
                        "true",
                        "GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH",
                        "true",
                        "GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE",
                        files.caFile().toString(),
                        "GATEWAY_STORE_ETCD_CERTIFICATE_FILE",
                        files.clientCertificateFile().toString(),
                        "GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE",
                        files.clientKeyFile().toString()))
                .build()
                .etcd()
                .tls()
                .orElseThrow());
        channel = NettyChannelBuilder.forAddress("localhost", server.getPort(), tls.credentials())
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
        server.shutdownNow();
        tls.close();
    }

    @Test
    void presentsTheNewCertificateOnTheNextConnectionAndResumesNoSessionOfTheOld() {
        BigInteger old = files.client().certificate().getSerialNumber();
        assertThat(caller()).isEqualTo(old);
        reconnect();
        assertThat(caller()).isEqualTo(old);
        IssuedCertificate renewed = files.authority().issue(CertificateProfile.client("gateway"));
        files.replaceClient(renewed);
        takeUp();

        assertThat(caller()).as("on the connection there is").isEqualTo(old);
        for (int i = 0; i < 3; i++) {
            reconnect();
            assertThat(caller()).isEqualTo(renewed.certificate().getSerialNumber());
        }
    }

    @Test
    void trustsNoServerAnyMoreWhoseAuthorityIsGone() {
        caller();
        reconnect();
        caller();
        files.replaceAuthorities(CertificateAuthority.create());
        takeUp();

        assertThat(caller()).as("on the connection there is").isNotNull();
        reconnect();

        assertThatThrownBy(this::caller)
                .isInstanceOf(StatusRuntimeException.class)
                .satisfies(failure ->
                        assertThat(TlsFailure.classify(failure, true)).isPresent());
    }

    private void takeUp() {
        tls.look();
        tls.look();
    }

    private void reconnect() {
        channel.enterIdle();
    }

    private BigInteger caller() {
        String serial = MaintenanceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .status(StatusRequest.getDefaultInstance())
                .getVersion();
        return new BigInteger(serial);
    }

    private static final class Caller extends MaintenanceGrpc.MaintenanceImplBase {
        @Override
        public void status(StatusRequest request, StreamObserver<StatusResponse> answer) {
            answer.onNext(StatusResponse.newBuilder()
                    .setVersion(CALLER.get().toString())
                    .build());
            answer.onCompleted();
        }
    }

    private static final class Identification implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
            try {
                X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
                Context context = Context.current().withValue(CALLER, certificate.getSerialNumber());
                return Contexts.interceptCall(context, call, headers, next);
            } catch (SSLPeerUnverifiedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
