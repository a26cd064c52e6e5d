package io.gatewaystore.error;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value could not be encoded or decoded. Nothing was sent.
 *
 * <p>Immutable.
 */
public final class CodecException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what is wrong, without the value
     * @param cause why, without the value, or null
     */
    public CodecException(String message, @Nullable Throwable cause) {
        super(message, cause, Outcome.NOT_APPLIED, false);
    }

    /**
     * Applies a codec and names the key in the exception if that fails.
     *
     * @param key the key concerned
     * @param codec the codec's function
     * @param input what to encode or decode
     * @param <S> the type of the input
     * @param <T> the type of the result
     * @return the result
     * @throws CodecException if the codec throws one
     */
    public static <S, T> T naming(String key, Function<S, T> codec, S input) {
        try {
            return codec.apply(input);
        } catch (CodecException e) {
            throw new CodecException("key '" + key + "': " + e.getMessage(), e);
        }
    }

    @Override
    public CodecException atCaller() {
        return new CodecException(String.valueOf(getMessage()), this);
    }
}
