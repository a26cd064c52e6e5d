package io.gatewaystore.credentials.procedure;

import java.util.List;

/**
 * What a command came to.
 *
 * <p>Immutable.
 *
 * @param closing one line that says what succeeded
 * @param warnings a sentence for everything that the operator should look at
 */
public record Report(String closing, List<String> warnings) {

    /**
     * Copies the warnings.
     *
     * @param closing the closing line
     * @param warnings the warnings
     */
    public Report {
        warnings = List.copyOf(warnings);
    }
}
