package io.gatewaystore.etcd;

import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a member's connection for calls still carries anything. One that is half open carries nothing, which looks like work that takes long, while the
 * member answers whatever it is asked on another. So where a call waits and nothing comes, a question is asked on the very connection; if the
 * member answers elsewhere meanwhile but not there, later calls get another one.
 */
final class LineCheck {

    private static final Logger log = LoggerFactory.getLogger(Probing.class);

    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** What stands before the question on a slow line takes its time. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Member member;
    private final Tokens tokens;
    private final LongPredicate answeredElsewhere;
    private final AtomicBoolean underWay = new AtomicBoolean();

    /**
     * Prepares to ask.
     *
     * @param answeredElsewhere tells whether the member has answered a question on another connection since a time
     */
    LineCheck(Member member, Tokens tokens, LongPredicate answeredElsewhere) {
        this.member = member;
        this.tokens = tokens;
        this.answeredElsewhere = answeredElsewhere;
    }

    /** A call has waited on a connection since some time. */
    void suspect(ManagedChannel line, long begunAt, long now) {
        boolean silent = now - begunAt > SILENCE_NANOS && now - member.callsHeardAt() > SILENCE_NANOS;
        boolean connected = line.getState(false) == ConnectivityState.READY;
        if (silent && connected && member.isForCalls(line) && underWay.compareAndSet(false, true)) {
            ask(line, now);
        }
    }

    private void ask(ManagedChannel line, long now) {
        ClientCall<StatusRequest, StatusResponse> question = line.newCall(
                MaintenanceGrpc.getStatusMethod(),
                CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_NANOS, TimeUnit.NANOSECONDS));
        question.start(new Answer(line, now), Tokens.headers(tokens.ready().orElse(Tokens.NONE)));
        question.request(1);
        question.sendMessage(StatusRequest.getDefaultInstance());
        question.halfClose();
    }

    /** Whatever comes, refusals included, came over the connection. One that broke by itself is made anew by itself. */
    private final class Answer extends ClientCall.Listener<StatusResponse> {

        private final ManagedChannel line;
        private final long askedAt;

        Answer(ManagedChannel line, long askedAt) {
            this.line = line;
            this.askedAt = askedAt;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            switch (StatusMapper.meant(status).getCode()) {
                case DEADLINE_EXCEEDED -> unanswered();
                case UNAVAILABLE, CANCELLED -> log.debug("a connection to {} ended by itself", member);
                default -> member.heardOnCalls();
            }
            underWay.set(false);
        }

        private void unanswered() {
            if (answeredElsewhere.test(askedAt) && member.replaceCalls(line)) {
                log.info(
                        "a connection to etcd member {} is replaced: nothing comes over it, though the member answers on another",
                        member);
            }
        }
    }
}
