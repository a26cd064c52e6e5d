package io.gatewaystore.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Results as JSON: records and maps in the order of their components.
 *
 * <p>Thread-safe.
 */
public final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /**
     * Writes a value.
     *
     * @param value records, maps, lists, text, numbers and booleans
     * @return the value in one line
     */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result cannot be written as JSON", e);
        }
    }
}
