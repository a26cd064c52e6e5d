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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A channel that asks anew for every call which member to use, so that somebody else's client follows the store around, also to other hosts. Calls
 * that stay open travel on the connections for streams; they end with {@code UNAVAILABLE} when the store goes over to other connections.
 */
final class MemberChannel extends Channel {

    private final Transport transport;

    MemberChannel(Transport transport) {
        this.transport = transport;
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
        Hold hold = hold();
        try {
            return newCall(hold, method, options);
        } catch (RuntimeException refused) {
            hold.end();
            throw refused;
        }
    }

    private <Q, A> ClientCall<Q, A> newCall(Hold hold, MethodDescriptor<Q, A> method, CallOptions options) {
        Connections via = hold.via;
        Member member = member(via.members(), options.getOption(EtcdChannel.MEMBER));
        Channel channel;
        if (method.getType() == MethodDescriptor.MethodType.UNARY) {
            channel = member.calls();
        } else {
            channel = member.streams();
            hold.end();
        }
        CallToken token = new CallToken(via.tokens());
        CallOptions secured = via.tokens().areNeeded() ? options.withCallCredentials(token) : options;
        return new SimpleForwardingClientCall<>(channel.newCall(method, secured)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(new Observer<>(listener, hold, member, token), headers);
            }

            @Override
            public void cancel(@Nullable String message, @Nullable Throwable cause) {
                super.cancel(message, cause);
                // One that was never started tells nobody that it has ended.
                hold.end();
            }
        };
    }

    /** The connections of the day; of a closed store, the last ones, which refuse the call. */
    private Hold hold() {
        Connections via = transport.connections();
        boolean held = via.hold();
        while (!held && !transport.isClosed()) {
            via = transport.connections();
            held = via.hold();
        }
        return new Hold(via, held);
    }

    private static Member member(Members members, @Nullable Endpoint wanted) {
        if (wanted == null) {
            return members.pick();
        }
        return members.all().stream()
                .filter(member -> member.endpoint().equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("member: " + wanted + " (expected: one of " + members + ")"));
    }

    @Override
    public String authority() {
        return transport.connections().members().pick().calls().authority();
    }

    /** What keeps connections from being closed under a call, to be given up once, by whoever first sees the call end. */
    private static final class Hold {

        private final Connections via;
        private final AtomicBoolean held;

        Hold(Connections via, boolean held) {
            this.via = via;
            this.held = new AtomicBoolean(held);
        }

        void end() {
            if (held.compareAndSet(true, false)) {
                via.release();
            }
        }
    }

    /** Learns from the answers what the store's own calls learn from theirs. */
    private final class Observer<A> extends SimpleForwardingClientCallListener<A> {

        private final Hold hold;
        private final Member member;
        private final CallToken token;

        Observer(ClientCall.Listener<A> listener, Hold hold, Member member, CallToken token) {
            super(listener);
            this.hold = hold;
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
            hold.end();
            if (transport.isClosed() && !status.isOk()) {
                // Not UNAVAILABLE: there is nothing to wait and to try again for.
                super.onClose(Status.CANCELLED.withDescription("the store was closed"), trailers);
                return;
            }
            if (StatusMapper.meant(status).getCode() == Status.Code.UNAVAILABLE) {
                member.setAside();
            }
            checkToken(status);
            super.onClose(status, trailers);
        }

        private void checkToken(Status status) {
            if (hold.via.tokens().areNeeded() && StatusMapper.isTokenRefused(status)) {
                token.refused();
            }
        }
    }
}
