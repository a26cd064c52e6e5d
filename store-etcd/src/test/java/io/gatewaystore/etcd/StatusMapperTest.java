package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnavailableException;
import io.grpc.Status;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class StatusMapperTest {

    @Test
    void takesAConnectionThatWasFoundClosedForOneThatBroke() {
        Status told = Status.UNKNOWN.withDescription("channel closed").withCause(new ClosedChannelException());

        Status meant = StatusMapper.meant(told);

        assertThat(meant.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        StoreException failure = StatusMapper.map(meant, new Purpose("put", "k"), "127.0.0.1:1", true);
        assertThat(failure)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("put 'k' at 127.0.0.1:1: the connection was closed");
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.isRetryable()).isTrue();
    }

    @Test
    void leavesToEtcdWhatItDoesNotKnow() {
        Status told = Status.UNKNOWN.withDescription("etcdserver: something");

        assertThat(StatusMapper.meant(told)).isSameAs(told);
    }
}
