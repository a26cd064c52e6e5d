package io.gatewaystore.credentials.config;

/** A file is not what its format asks for, or is written in a way that cannot be edited. The message continues a sentence that begins with the path. */
final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
        super(message);
    }

    UnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
