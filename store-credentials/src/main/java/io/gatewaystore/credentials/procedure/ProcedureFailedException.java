package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.CredentialException;

/**
 * A command failed after it had begun. The message says why, whether everything was put back, and if not, what is left and how to go on.
 *
 * <p>Immutable.
 */
public final class ProcedureFailedException extends CredentialException {

    private static final long serialVersionUID = 1L;

    private final boolean putBack;

    ProcedureFailedException(String message, boolean putBack, RuntimeException cause) {
        super(message, cause);
        this.putBack = putBack;
    }

    /**
     * Whether everything is again as it was before the command.
     *
     * @return false if something is left half done, for {@code repair} to complete or undo
     */
    public boolean isPutBack() {
        return putBack;
    }
}
