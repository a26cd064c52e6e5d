package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which connections are ended when a member is given up. */
class LineTest {

    /** A channel that has left its connection to the calls that were on it, as after an announcement of the server that it will close it. */
    private static final class IdleChannel extends ManagedChannel {

        private boolean ended;

        @Override
        public ConnectivityState getState(boolean requestConnection) {
            return ConnectivityState.IDLE;
        }

        @Override
        public ManagedChannel shutdown() {
            return this;
        }

        @Override
        public ManagedChannel shutdownNow() {
            ended = true;
            return this;
        }

        @Override
        public boolean isShutdown() {
            return ended;
        }

        @Override
        public boolean isTerminated() {
            return ended;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return ended;
        }

        @Override
        public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String authority() {
            return "nobody";
        }
    }

    private final Line line = new Line(IdleChannel::new);

    @Test
    void endsWhatIsInFlightOnAnIdleChannelToo() {
        ManagedChannel used = line.channel();

        line.renew();

        assertThat(used.isShutdown()).isTrue();
        assertThat(line.isCurrent(used)).isFalse();
    }

    @Test
    void leavesAChannelAloneThatWasNeverUsed() {
        IdleChannel unused = new IdleChannel();

        new Line(() -> unused).renew();

        assertThat(unused.isShutdown()).isFalse();
    }

    @Test
    void leavesWhatIsInFlightOnAnIdleChannelAloneWhenItsMemberIsReached() {
        ManagedChannel used = line.channel();

        line.reconnectNow();

        assertThat(used.isShutdown()).isFalse();
    }
}
