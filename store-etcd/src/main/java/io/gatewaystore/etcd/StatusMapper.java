package io.gatewaystore.etcd;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.AuthenticationException;
import io.gatewaystore.error.CompactedException;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.FutureRevisionException;
import io.gatewaystore.error.LeaseNotFoundException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.PermissionDeniedException;
import io.gatewaystore.error.QuotaExceededException;
import io.gatewaystore.error.RequestTooLargeException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.error.UnexpectedAnswerException;
import io.grpc.Status;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;

/**
 * Makes the library's exceptions of gRPC statuses: the only place that knows etcd's error texts (etcd: {@code api/v3rpc/rpctypes}).
 *
 * <p>A code alone does not tell: etcd answers {@code RESOURCE_EXHAUSTED} for a full database, for too many requests and for a large message.
 */
final class StatusMapper {

    private static final String WAITING_FOR_CONNECTION = "waiting_for_connection";

    /** What a call ends with that was not given to a connection in time, as gRPC says it of most. */
    static final Status NO_CONNECTION = Status.DEADLINE_EXCEEDED.withDescription(WAITING_FOR_CONNECTION);

    private StatusMapper() {}

    /**
     * The exception for a status.
     *
     * @param status what the call ended with
     * @param purpose what it was for
     * @param endpoint where it was sent
     * @param uncertain whether the call may have been applied if the status does not say otherwise
     */
    static StoreException map(Status status, Purpose purpose, String endpoint, boolean uncertain) {
        Outcome outcome = uncertain ? Outcome.UNKNOWN : Outcome.NOT_APPLIED;
        String where = purpose + " at " + endpoint;
        String text = where + ": " + text(status);
        Throwable cause = status.asRuntimeException();
        return switch (status.getCode()) {
            case OUT_OF_RANGE -> outOfRange(status, purpose, where, text, cause, outcome);
            case NOT_FOUND -> new LeaseNotFoundException(text, cause);
            case RESOURCE_EXHAUSTED -> exhausted(status, text, cause, outcome);
            case INVALID_ARGUMENT -> invalid(status, text, cause, outcome);
            case UNAUTHENTICATED -> new AuthenticationException(text + remedy(), cause);
            case PERMISSION_DENIED -> new PermissionDeniedException(text, cause);
            case UNAVAILABLE -> new UnavailableException(text, cause, outcome);
            case DEADLINE_EXCEEDED ->
                new DeadlineExceededException(
                        where + (says(status, WAITING_FOR_CONNECTION) ? ": no connection" : ": no answer")
                                + " within the deadline",
                        cause,
                        outcome);
            case CANCELLED -> new UnavailableException(text, cause, outcome);
            default -> new UnexpectedAnswerException(text, cause, outcome);
        };
    }

    private static StoreException outOfRange(
            Status status, Purpose purpose, String where, String text, Throwable cause, Outcome outcome) {
        if (says(status, "future revision")) {
            return new FutureRevisionException(text, cause);
        }
        return says(status, "has been compacted")
                ? new CompactedException(where, purpose.revision(), 0, cause)
                : new UnexpectedAnswerException(text, cause, outcome);
    }

    private static StoreException exhausted(Status status, String text, Throwable cause, Outcome outcome) {
        if (says(status, "database space exceeded")) {
            return new QuotaExceededException(text, cause);
        }
        if (says(status, "too many requests")) {
            return new UnavailableException(text, cause, Outcome.NOT_APPLIED);
        }
        return says(status, "received message larger than max")
                ? new RequestTooLargeException(text, cause)
                : new UnexpectedAnswerException(text, cause, outcome);
    }

    private static StoreException invalid(Status status, String text, Throwable cause, Outcome outcome) {
        if (says(status, "request is too large") || says(status, "too many operations")) {
            return new RequestTooLargeException(text, cause);
        }
        boolean credentials = says(status, "user name is empty") || says(status, "authentication failed");
        return credentials
                ? new AuthenticationException(text + remedy(), cause)
                : new UnexpectedAnswerException(text, cause, outcome);
    }

    private static String remedy() {
        return "; check " + StoreVariable.ETCD_USERNAME.variableName() + " and "
                + StoreVariable.ETCD_PASSWORD.variableName();
    }

    /** Whether gRPC refused to take an answer because of its size. */
    static boolean isAnswerTooLarge(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        return status.getCode() == Status.Code.RESOURCE_EXHAUSTED && says(status, "gRPC message exceeds maximum size");
    }

    /**
     * The status as it is meant: gRPC calls it unknown what became of a call whose connection it found closed, when netty says that before it says
     * why ({@code io.grpc.netty.Utils.statusFromThrowable}). Such a call fares as every other whose connection broke.
     */
    static Status meant(Status status) {
        return status.getCode() == Status.Code.UNKNOWN && status.getCause() instanceof ClosedChannelException
                ? Status.UNAVAILABLE
                        .withDescription("the connection was closed")
                        .withCause(status.getCause())
                : status;
    }

    /**
     * Whether the server has not looked at the request and never will: it ends the connection in an orderly way, as for a restart, and the request
     * comes after the last one that it has announced to answer (RFC 9113, 6.8). gRPC says so of no other request.
     */
    static boolean isUnseen(Status status) {
        return status.getCode() == Status.Code.UNAVAILABLE
                && says(status, "Abrupt GOAWAY closed")
                && says(status, "NO_ERROR");
    }

    /** Whether etcd itself says so, and not the way to it. */
    static boolean isFromEtcd(Status status) {
        return Objects.requireNonNullElse(status.getDescription(), "").startsWith("etcdserver:");
    }

    /** Whether a read, or a call that fetches a token, may do better at another member or a little later. */
    static boolean isTransient(Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE, INTERNAL, UNKNOWN, CANCELLED, DEADLINE_EXCEEDED -> true;
            case RESOURCE_EXHAUSTED -> says(status, "too many requests");
            default -> false;
        };
    }

    /**
     * Whether the server refused the token, or the lack of one, before it looked at the request, so that a new token is all it takes. Told by the
     * text alone: a watch is refused in a message that has no code.
     */
    static boolean isTokenRefused(Status status) {
        return says(status, "invalid auth token")
                || says(status, "revision of auth store is old")
                || says(status, "user name is empty");
    }

    /** Whether etcd does not answer this user, or does not know who that is. */
    static boolean isRefused(Status status) {
        return status.getCode() == Status.Code.PERMISSION_DENIED
                || status.getCode() == Status.Code.UNAUTHENTICATED
                || isTokenRefused(status);
    }

    static boolean isAuthenticationDisabled(Status status) {
        return says(status, "authentication is not enabled");
    }

    /** Whether there is no such user, as a client certificate may name. */
    static boolean isUserUnknown(Status status) {
        return says(status, "user name not found");
    }

    static boolean says(Status status, String words) {
        return Objects.requireNonNullElse(status.getDescription(), "").contains(words);
    }

    /** The status in a clause: etcd's text, or the innermost reason a connection broke. */
    static String text(Status status) {
        if (says(status, "shutdownNow invoked")) {
            return "the member was set aside while this was under way";
        }
        Throwable innermost = status.getCause();
        while (innermost != null && innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String description = Objects.requireNonNullElse(status.getDescription(), "")
                .lines()
                .findFirst()
                .orElse("");
        if (innermost != null && innermost.getMessage() != null) {
            description = description.isEmpty() ? innermost.getMessage() : description + ": " + innermost.getMessage();
        }
        return description.isEmpty() ? status.getCode().name() : description + " (" + status.getCode() + ")";
    }
}
