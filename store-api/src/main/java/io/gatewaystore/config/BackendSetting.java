package io.gatewaystore.config;

import io.gatewaystore.error.ConfigurationException.Problem;
import java.util.Objects;

/**
 * A setting that only the chosen backend knows, for backends that this library does not bring: for the backend {@code file},
 * {@code GATEWAY_STORE_FILE_DIRECTORY} is its setting {@code directory}.
 *
 * <p>Immutable.
 *
 * @param name the name without that of the backend, in lower case
 * @param variable the name of the environment variable
 * @param source where the value came from: {@code builder}, {@code environment}, or a file with its section and key
 * @param value the text as it was written, not empty, without spaces and line breaks around it
 */
public record BackendSetting(String name, String variable, String source, String value) {

    /**
     * Creates a setting.
     *
     * @param name the name without that of the backend
     * @param variable the name of the environment variable
     * @param source where the value came from
     * @param value the text
     */
    public BackendSetting {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(variable, "variable");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(value, "value");
    }

    /**
     * Says what is wrong with this setting, for an {@link io.gatewaystore.error.ConfigurationException}.
     *
     * @param message what is wrong and what would be accepted; must not contain a secret
     * @return the problem, which names variable and source
     */
    public Problem problem(String message) {
        return new Problem(variable, source, message);
    }

    /** Everything but the value, which may be secret. */
    @Override
    public String toString() {
        return variable + " (" + source + ")";
    }
}
