package io.gatewaystore.etcd.internal;

import io.gatewaystore.config.Endpoint;
import io.grpc.CallOptions;
import io.grpc.Channel;
import java.util.Objects;

/**
 * The way into the backend's secured connections, for bridges: {@code store.unwrap(EtcdChannel.class)}.
 *
 * <p>Immutable.
 *
 * @param channel sends calls to a member that is well, with the store's token if it has one; lives as long as the store, and ends calls with
 *     {@code CANCELLED} after it. Calls without an executor of their own are answered on the store's I/O threads, where nobody may wait.
 */
public record EtcdChannel(Channel channel) {

    /**
     * Option of a call that must go to one endpoint of the store; the channel throws {@link IllegalArgumentException} if the store has no such
     * endpoint. If not set, the channel chooses.
     */
    public static final CallOptions.Key<Endpoint> MEMBER = CallOptions.Key.create("gateway-store-member");

    /**
     * Creates it.
     *
     * @param channel the channel
     */
    public EtcdChannel {
        Objects.requireNonNull(channel, "channel");
    }
}
