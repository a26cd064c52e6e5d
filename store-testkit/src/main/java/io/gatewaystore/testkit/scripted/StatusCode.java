package io.gatewaystore.testkit.scripted;

/**
 * The status codes of gRPC, as a server ends calls and streams with them.
 *
 * <p>Immutable.
 */
public enum StatusCode {
    /** The end of something that went well. */
    OK,
    /** The call was cancelled. */
    CANCELLED,
    /** An error nobody has a code for. */
    UNKNOWN,
    /** The request makes no sense. */
    INVALID_ARGUMENT,
    /** The server, or somebody before it, ran out of time. */
    DEADLINE_EXCEEDED,
    /** What was asked for is not there; a lease, for instance. */
    NOT_FOUND,
    /** What was to be created is there. */
    ALREADY_EXISTS,
    /** The user lacks the right. */
    PERMISSION_DENIED,
    /** A quota or limit is exceeded. */
    RESOURCE_EXHAUSTED,
    /** The state does not allow it. */
    FAILED_PRECONDITION,
    /** The call was broken off. */
    ABORTED,
    /** The revision asked for is compacted, or not there yet. */
    OUT_OF_RANGE,
    /** The server does not know the method. */
    UNIMPLEMENTED,
    /** Something is broken. */
    INTERNAL,
    /** The server cannot serve now. */
    UNAVAILABLE,
    /** Data was lost for good. */
    DATA_LOSS,
    /** The token is missing, wrong or expired. */
    UNAUTHENTICATED
}
