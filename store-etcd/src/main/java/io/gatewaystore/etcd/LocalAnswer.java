package io.gatewaystore.etcd;

import com.google.common.util.concurrent.ListenableFuture;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.gatewaystore.config.Endpoint;
import io.gatewaystore.spi.Deadline;
import io.grpc.Channel;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a member answers by itself and to anybody, to an empty transaction without a token. It tells a cluster without a majority from a connection
 * that is merely slow, since everything else takes agreement, passwords too; and which cluster it is, even to a user who may read nothing.
 */
final class LocalAnswer {

    private static final Logger log = LoggerFactory.getLogger(EtcdBackendProvider.class);

    private final Endpoint endpoint;
    private final ListenableFuture<TxnResponse> call;

    private LocalAnswer(Endpoint endpoint, ListenableFuture<TxnResponse> call) {
        this.endpoint = endpoint;
        this.call = call;
    }

    /**
     * Asks for it.
     *
     * @param channel leads to the member at the endpoint
     */
    static LocalAnswer of(Endpoint endpoint, Channel channel, Deadline deadline) {
        return new LocalAnswer(
                endpoint,
                KVGrpc.newFutureStub(channel)
                        .withWaitForReady()
                        .withDeadlineAfter(Math.max(1, deadline.remainingNanos()), TimeUnit.NANOSECONDS)
                        .txn(TxnRequest.getDefaultInstance()));
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Waits for it until the deadline. Empty if there is none. */
    Optional<ResponseHeader> header() throws InterruptedException {
        try {
            return Optional.of(call.get().getHeader());
        } catch (ExecutionException e) {
            log.debug("{} does not say to which cluster it belongs", endpoint, e.getCause());
            return Optional.empty();
        }
    }

    /** Waits for it no longer. */
    void cancel() {
        call.cancel(false);
    }
}
