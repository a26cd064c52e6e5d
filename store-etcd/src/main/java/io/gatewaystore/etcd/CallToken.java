package io.gatewaystore.etcd;

import io.gatewaystore.error.AuthenticationException;
import io.grpc.CallCredentials;
import io.grpc.Status;
import java.util.concurrent.Executor;

/** The token of one call of somebody else's client. The call waits for a token that is being fetched. */
final class CallToken extends CallCredentials {

    private final Tokens tokens;
    private volatile String sent = Tokens.NONE;

    CallToken(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
        tokens.token().whenComplete((token, failure) -> {
            if (failure == null) {
                sent = token;
                applier.apply(Tokens.headers(token));
            } else {
                applier.fail(noToken(failure));
            }
        });
    }

    private static Status noToken(Throwable failure) {
        Status status = failure instanceof AuthenticationException ? Status.UNAUTHENTICATED : Status.UNAVAILABLE;
        return status.withDescription("no token: " + failure.getMessage()).withCause(failure);
    }

    /** The server did not accept the token: the next call gets another, which is fetched at once. */
    void refused() {
        tokens.refused(sent);
        tokens.token();
    }
}
