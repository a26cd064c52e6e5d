package io.gatewaystore.jetcd;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.etcd.internal.EtcdChannel;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Sends jetcd's calls over the store's channel. The channel that jetcd made for itself is never asked for anything, so it never connects.
 *
 * <p>jetcd ends its calls by shutting its channel down; these have to be ended one by one.
 */
final class StoreCalls implements ClientInterceptor {

    /** Where jetcd believes its server to be: a name that is reserved for not existing (RFC 6761). */
    static final String NOWHERE = "gateway-store.invalid";

    private final Channel store;
    private final Executor callbacks;
    private final Set<Call<?, ?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    StoreCalls(Channel store, Executor callbacks) {
        this.store = store;
        this.callbacks = callbacks;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel jetcds) {
        CallOptions ours = aimed(options.withExecutor(callbacks), jetcds.authority());
        return new Call<>(store.newCall(method, ours));
    }

    /** For a call to one member jetcd makes a channel to the address it is given. */
    private static CallOptions aimed(CallOptions options, String authority) {
        return authority.equals(NOWHERE) ? options : options.withOption(EtcdChannel.MEMBER, Endpoint.parse(authority));
    }

    /** Ends the calls under way, and later ones as they start. */
    void close() {
        closed = true;
        underWay.forEach(Call::end);
    }

    private final class Call<Q, A> extends SimpleForwardingClientCall<Q, A> {

        /** An ended call takes no more messages, not even to ignore them. */
        private volatile boolean over;

        Call(ClientCall<Q, A> call) {
            super(call);
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            super.start(
                    new SimpleForwardingClientCallListener<>(listener) {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            over = true;
                            underWay.remove(Call.this);
                            super.onClose(status, trailers);
                        }
                    },
                    headers);
            underWay.add(this);
            if (over) {
                underWay.remove(this);
            } else if (closed) {
                end();
            }
        }

        @Override
        public void sendMessage(Q message) {
            if (!over) {
                super.sendMessage(message);
            }
        }

        @Override
        public void halfClose() {
            if (!over) {
                super.halfClose();
            }
        }

        void end() {
            over = true;
            cancel("the jetcd client was closed", null);
        }
    }
}
