package io.gatewaystore.etcd;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;

/**
 * A channel that asks anew for every call which member to use, so that somebody else's client follows the store around. Calls that stay open
 * travel on the connections for streams.
 */
final class MemberChannel extends Channel {

    private final Transport transport;

    MemberChannel(Transport transport) {
        this.transport = transport;
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
        Member member = transport.members().pick();
        Channel channel = method.getType() == MethodDescriptor.MethodType.UNARY ? member.calls() : member.streams();
        return new SimpleForwardingClientCall<>(channel.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                transport.tokens().ready().ifPresent(token -> headers.merge(Tokens.headers(token)));
                super.start(listener, headers);
            }
        };
    }

    @Override
    public String authority() {
        return transport.members().pick().calls().authority();
    }
}
