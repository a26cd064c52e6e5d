package io.gatewaystore.etcd.internal.probe;

import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.gatewaystore.etcd.internal.tls.ServerName;
import io.gatewaystore.spi.Deadline;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks for etcd's version by gRPC. Started with {@code --listen-client-http-urls}, or behind a proxy that passes gRPC only, etcd does not serve
 * {@code /version} on the port that clients use.
 */
final class StatusCall {

    private static final Duration TIME = Duration.ofSeconds(1);
    private static final String ETCD = "etcdserver:";

    private StatusCall() {}

    static Optional<EtcdVersion> ask(Route route, ChannelCredentials credentials, String serverName) {
        Deadline until = SocketTime.atMost(TIME, route.deadline());
        ManagedChannel channel = NettyChannelBuilder.forAddress(route.reached(), credentials)
                .overrideAuthority(ServerName.bracketed(serverName) + ":"
                        + route.endpoint().port())
                .build();
        try {
            return EtcdVersion.parse(MaintenanceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(Math.max(1, until.remainingNanos()), TimeUnit.NANOSECONDS)
                    .status(StatusRequest.getDefaultInstance())
                    .getVersion());
        } catch (StatusRuntimeException e) {
            return fromRefusal(e.getStatus());
        } finally {
            channel.shutdownNow();
        }
    }

    /** Since 3.5.28 the status is told to administrators only, where users are known at all. */
    private static Optional<EtcdVersion> fromRefusal(Status status) {
        boolean byEtcd =
                status.getDescription() != null && status.getDescription().contains(ETCD);
        return switch (status.getCode()) {
            case PERMISSION_DENIED, UNAUTHENTICATED, INVALID_ARGUMENT ->
                byEtcd ? Optional.of(EtcdVersion.CLOSED_TO_STRANGERS) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
