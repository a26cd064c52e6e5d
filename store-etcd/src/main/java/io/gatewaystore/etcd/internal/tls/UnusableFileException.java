package io.gatewaystore.etcd.internal.tls;

/** A file is not what its variable says. The message continues a sentence that begins with the path, and quotes nothing from the file. */
final class UnusableFileException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableFileException(String message) {
        super(message);
    }

    UnusableFileException(String message, Throwable cause) {
        super(message, cause);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
