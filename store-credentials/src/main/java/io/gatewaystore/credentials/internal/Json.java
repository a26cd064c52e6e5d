package io.gatewaystore.credentials.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** JSON as the journal and the hosts speak it: one value a line, times as text, and what a newer version adds is passed over. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    /**
     * Writes a value.
     *
     * @param value records, maps, lists, texts, numbers
     * @return the value in one line
     */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a " + value.getClass().getSimpleName() + " cannot be written as JSON", e);
        }
    }

    /**
     * Reads a value.
     *
     * @param <T> the type
     * @param text the JSON
     * @param type the type
     * @return the value
     * @throws JsonProcessingException if the text does not fit; it names no part of the text, which may hold secrets
     */
    public static <T> T read(String text, Class<T> type) throws JsonProcessingException {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            e.clearLocation();
            throw e;
        }
    }

    /**
     * Makes a value of maps, lists and texts, as other parsers give them, or the other way round.
     *
     * @param <T> the type
     * @param value the parts
     * @param type the type
     * @return the value
     * @throws IllegalArgumentException if the parts do not fit
     */
    public static <T> T convert(Object value, Class<T> type) {
        return MAPPER.convertValue(value, type);
    }

    /**
     * The same for what people write: names that are not known are mistakes.
     *
     * @param <T> the type
     * @param value the parts
     * @param type the type
     * @return the value
     * @throws IllegalArgumentException if the parts do not fit
     */
    public static <T> T convertExactly(Object value, Class<T> type) {
        return MAPPER.rebuild()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build()
                .convertValue(value, type);
    }
}
