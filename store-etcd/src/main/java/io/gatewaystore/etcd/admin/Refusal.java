package io.gatewaystore.etcd.admin;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.AuthenticationException;
import io.gatewaystore.error.ConnectionFailedException;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.error.PermissionDeniedException;
import io.gatewaystore.error.StoreException;
import io.grpc.Status;
import java.util.List;
import java.util.Objects;

/** A question that was not answered as it was meant. */
record Refusal(Endpoint endpoint, Status status) {

    /** Whether etcd itself said no, rather than that nothing came back. */
    boolean isByEtcd() {
        return switch (status.getCode()) {
            case PERMISSION_DENIED, UNAUTHENTICATED, INVALID_ARGUMENT -> true;
            default -> false;
        };
    }

    String text() {
        return switch (status.getCode()) {
            case PERMISSION_DENIED -> description() + " (the user needs the role root)";
            case UNAUTHENTICATED, INVALID_ARGUMENT ->
                description() + " (check " + StoreVariable.ETCD_USERNAME + " and " + StoreVariable.ETCD_PASSWORD + ")";
            case DEADLINE_EXCEEDED ->
                "not answered within the request timeout, as in a cluster without a majority or a leader";
            default -> description();
        };
    }

    private String description() {
        return Objects.requireNonNullElse(
                        status.getDescription(), status.getCode().name())
                .lines()
                .findFirst()
                .orElse("");
    }

    Attempt attempt() {
        return new Attempt(
                endpoint.toString(),
                status.getCode() == Status.Code.DEADLINE_EXCEEDED ? ConnectionFailure.TIMEOUT : ConnectionFailure.OTHER,
                "etcd listens there, but does not answer: " + text(),
                "Look at etcd's log and at the load of its machine, or raise " + StoreVariable.ETCD_REQUEST_TIMEOUT
                        + ".");
    }

    StoreException exception(String question, Throwable cause) {
        String message = question + " at " + endpoint + ": " + text();
        return switch (status.getCode()) {
            case PERMISSION_DENIED -> new PermissionDeniedException(message, cause);
            case UNAUTHENTICATED, INVALID_ARGUMENT -> new AuthenticationException(message, cause);
            default -> new ConnectionFailedException(List.of(attempt()), cause);
        };
    }
}
