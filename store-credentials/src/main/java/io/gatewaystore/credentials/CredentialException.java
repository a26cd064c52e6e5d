package io.gatewaystore.credentials;

/**
 * Something about credentials or configuration files is not as it has to be. The message names the file, and the line where there is one, says
 * what is wrong and what to do. It never quotes a private key or a password.
 *
 * <p>Immutable.
 */
public class CredentialException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what is wrong and what to do
     */
    public CredentialException(String message) {
        super(message);
    }

    /**
     * Creates an exception.
     *
     * @param message what is wrong and what to do
     * @param cause the underlying failure
     */
    public CredentialException(String message, Throwable cause) {
        super(message, cause);
    }
}
