package io.gatewaystore.etcd.internal;

import io.grpc.Channel;
import java.util.Objects;

/**
 * The way into the backend's secured connections, for bridges: {@code store.unwrap(EtcdChannel.class)}.
 *
 * <p>Immutable.
 *
 * @param channel sends calls to a member that is well, with the store's token if it has one; lives as long as the store
 */
public record EtcdChannel(Channel channel) {

    /**
     * Creates it.
     *
     * @param channel the channel
     */
    public EtcdChannel {
        Objects.requireNonNull(channel, "channel");
    }
}
