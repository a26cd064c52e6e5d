package io.gatewaystore.cli.keys;

import io.gatewaystore.WriteOptions;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time to live as people write it: what ISO 8601 calls {@code PT1H30M} without the PT. */
final class TtlArgument implements ITypeConverter<WriteOptions> {

    @Override
    public WriteOptions convert(String text) {
        try {
            String upper = text.toUpperCase(Locale.ROOT);
            return WriteOptions.ttl(Duration.parse(upper.startsWith("P") ? upper : "PT" + upper));
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text + "' is not a time (expected: such as 30s, 5m or 1h30m)");
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
