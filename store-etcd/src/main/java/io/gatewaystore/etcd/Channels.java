package io.gatewaystore.etcd;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.StoreConfig;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import java.util.concurrent.TimeUnit;

/** Builds the connections to a member, all alike secured. */
final class Channels {

    /** etcd answers a range in one message however large it is. */
    private static final int NO_INBOUND_LIMIT = Integer.MAX_VALUE;

    private static final int FLOW_CONTROL_WINDOW = 4 << 20;

    private final StoreConfig config;
    private final ChannelCredentials credentials;
    private final IoThreads threads;

    Channels(StoreConfig config, ChannelCredentials credentials, IoThreads threads) {
        this.config = config;
        this.credentials = credentials;
        this.threads = threads;
    }

    ManagedChannel connect(Endpoint endpoint) {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port(), credentials)
                .eventLoopGroup(threads.loops())
                .channelType(threads.socketType())
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        config.connectTimeout().toMillis())
                // Answers are handled on the event loop: every handler of this package returns at once.
                .directExecutor()
                .offloadExecutor(threads.nameLookups())
                .maxInboundMessageSize(NO_INBOUND_LIMIT)
                .flowControlWindow(FLOW_CONTROL_WINDOW)
                // 10 s is the shortest gRPC for Java allows; etcd tolerates 5 s (--grpc-keepalive-min-time).
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(3, TimeUnit.SECONDS)
                // etcd takes pings on a connection without calls for abuse: it closes the connection, and gRPC then
                // sends fewer for ever.
                .keepAliveWithoutCalls(false)
                .idleTimeout(1, TimeUnit.DAYS)
                .disableRetry()
                .disableServiceConfigLookUp()
                .userAgent("gateway-store");
        config.etcd()
                .serverName()
                .ifPresent(name -> builder.overrideAuthority(new Endpoint(name, endpoint.port()).toString()));
        return builder.build();
    }
}
