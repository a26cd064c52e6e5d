package io.gatewaystore.etcd;

import io.etcd.jetcd.api.WatchResponse;
import io.gatewaystore.config.Endpoint;
import io.gatewaystore.etcd.internal.EtcdChannel;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

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
        Member member = member(options);
        Channel channel = method.getType() == MethodDescriptor.MethodType.UNARY ? member.calls() : member.streams();
        CallToken token = new CallToken(transport.tokens());
        CallOptions secured = transport.tokens().areNeeded() ? options.withCallCredentials(token) : options;
        return new SimpleForwardingClientCall<>(channel.newCall(method, secured)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(new Observer<>(listener, member, token), headers);
            }
        };
    }

    private Member member(CallOptions options) {
        Endpoint wanted = options.getOption(EtcdChannel.MEMBER);
        if (wanted == null) {
            return transport.members().pick();
        }
        return transport.members().all().stream()
                .filter(member -> member.endpoint().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "member: " + wanted + " (expected: one of " + transport.members() + ")"));
    }

    @Override
    public String authority() {
        return transport.members().pick().calls().authority();
    }

    /** Learns from the answers what the store's own calls learn from theirs. */
    private final class Observer<A> extends SimpleForwardingClientCallListener<A> {

        private final Member member;
        private final CallToken token;

        Observer(ClientCall.Listener<A> listener, Member member, CallToken token) {
            super(listener);
            this.member = member;
            this.token = token;
        }

        @Override
        public void onMessage(A message) {
            if (message instanceof WatchResponse response && response.getCanceled()) {
                // A refused token does not end the stream of a watch.
                checkToken(Status.UNAUTHENTICATED.withDescription(response.getCancelReason()));
            }
            super.onMessage(message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (transport.isClosed() && !status.isOk()) {
                // Not UNAVAILABLE: there is nothing to wait and to try again for.
                super.onClose(Status.CANCELLED.withDescription("the store was closed"), trailers);
                return;
            }
            if (status.getCode() == Status.Code.UNAVAILABLE) {
                member.setAside();
            }
            checkToken(status);
            super.onClose(status, trailers);
        }

        private void checkToken(Status status) {
            if (transport.tokens().areNeeded() && StatusMapper.isTokenRefused(status)) {
                token.refused();
            }
        }
    }
}
