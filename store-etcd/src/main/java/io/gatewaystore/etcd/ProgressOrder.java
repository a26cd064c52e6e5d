package io.gatewaystore.etcd;

import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.gatewaystore.etcd.internal.probe.ProbeResult;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether a member reports the progress of watches in order, which etcd before 3.5.8 does not. It is asked for its version by every stream, on the same
 * connection: members are upgraded one by one, and the store may have been opened while none could be asked.
 */
final class ProgressOrder extends ClientCall.Listener<StatusResponse> {

    private final CompletableFuture<Boolean> kept = new CompletableFuture<>();
    private @Nullable StatusResponse description;

    private ProgressOrder() {}

    /** Asks; not to be had in time means no. */
    static CompletableFuture<Boolean> ask(Channel channel, String token) {
        ProgressOrder order = new ProgressOrder();
        ClientCall<StatusRequest, StatusResponse> question = channel.newCall(
                MaintenanceGrpc.getStatusMethod(),
                CallOptions.DEFAULT.withDeadlineAfter(Liveness.ANSWER.toMillis(), TimeUnit.MILLISECONDS));
        question.start(order, Tokens.headers(token));
        question.request(1);
        question.sendMessage(StatusRequest.getDefaultInstance());
        question.halfClose();
        return order.kept;
    }

    @Override
    public void onMessage(StatusResponse answer) {
        description = answer;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        StatusResponse told = description;
        kept.complete(told == null ? isRefusal(status) : ProbeResult.reportsProgressInOrder(told.getVersion()));
    }

    /** Whoever keeps its version to itself is 3.5.28 or later. */
    private static boolean isRefusal(Status status) {
        return switch (StatusMapper.meant(status).getCode()) {
            case OK, UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> false;
            default -> true;
        };
    }
}
