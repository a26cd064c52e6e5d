package io.gatewaystore.codec;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatewaystore.Bytes;
import io.gatewaystore.error.CodecException;
import java.io.IOException;
import java.lang.reflect.Type;

/**
 * Values as JSON, by Jackson 2.
 *
 * <p>Needs the Maven artifact {@code com.fasterxml.jackson.core:jackson-databind} on the class path; the library itself does not
 * bring it. A modular application must also say {@code requires com.fasterxml.jackson.databind} and open the package of its
 * records or beans to that module.
 *
 * <p>The mapper used unless another is given ignores properties it does not know, so that a newer writer does not break an older
 * reader.
 *
 * <p>Thread-safe.
 *
 * @param <T> the type
 */
public final class JsonCodec<T> implements Codec<T> {

    private final ObjectMapper mapper;
    private final JavaType type;

    private JsonCodec(ObjectMapper mapper, Type type) {
        this.mapper = mapper;
        this.type = mapper.getTypeFactory().constructType(type);
    }

    /**
     * A codec for a class, typically a record.
     *
     * @param type the class
     * @param <T> the type
     * @return the codec
     */
    public static <T> JsonCodec<T> of(Class<T> type) {
        return new JsonCodec<>(DefaultMapper.INSTANCE, type);
    }

    /**
     * A codec for a class with a mapper of your own.
     *
     * @param type the class
     * @param mapper the mapper; it must not be reconfigured afterwards
     * @param <T> the type
     * @return the codec
     */
    @SuppressWarnings("exports") // Jackson is optional: whoever calls this requires it, nobody else must have it.
    public static <T> JsonCodec<T> of(Class<T> type, ObjectMapper mapper) {
        return new JsonCodec<>(mapper, type);
    }

    @Override
    public Bytes encode(T value) {
        try {
            return Bytes.wrap(mapper.writerFor(type).writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new CodecException("a " + type.toCanonical() + " cannot be written as JSON", withoutSource(e));
        }
    }

    @Override
    public T decode(Bytes bytes) {
        try {
            T value = mapper.readerFor(type).readValue(bytes.toByteArray());
            if (value == null) {
                throw new CodecException("the value is the JSON null, not a " + type.toCanonical(), null);
            }
            return value;
        } catch (JacksonException e) {
            throw new CodecException("the value is not the JSON of a " + type.toCanonical(), withoutSource(e));
        } catch (IOException e) {
            throw new CodecException("the value is not the JSON of a " + type.toCanonical(), e);
        }
    }

    /** Jackson's message may quote the document, which may be secret; its position and type say enough. */
    private static Throwable withoutSource(JacksonException e) {
        String where = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        IllegalArgumentException safe =
                new IllegalArgumentException(e.getClass().getSimpleName() + where);
        safe.setStackTrace(e.getStackTrace());
        return safe;
    }

    private static final class DefaultMapper {
        static final ObjectMapper INSTANCE = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }
}
