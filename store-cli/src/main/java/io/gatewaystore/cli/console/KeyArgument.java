package io.gatewaystore.cli.console;

import io.gatewaystore.KeyRange;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Refuses arguments that cannot be a key, before a store is opened.
 *
 * <p>Thread-safe.
 */
public final class KeyArgument implements ITypeConverter<String> {

    private static final char REPLACEMENT = '\uFFFD';

    /** Creates the converter. */
    public KeyArgument() {}

    @Override
    public String convert(String text) {
        range(text, KeyRange::single);
        return text;
    }

    static KeyRange range(String text, Function<String, KeyRange> form) {
        if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8Locale()) {
            throw new TypeConversionException(
                    "the locale of this process cannot express it; set LC_ALL=C.UTF-8, or another locale with UTF-8");
        }
        try {
            return form.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    /** By which the JVM decoded the arguments. */
    private static boolean isUtf8Locale() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")).equals(StandardCharsets.UTF_8);
    }
}
