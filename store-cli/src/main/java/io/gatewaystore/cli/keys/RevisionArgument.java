package io.gatewaystore.cli.keys;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A revision of the store. */
final class RevisionArgument implements ITypeConverter<Long> {

    @Override
    public Long convert(String text) {
        try {
            long revision = Long.parseLong(text);
            if (revision >= 1) {
                return revision;
            }
        } catch (NumberFormatException e) {
            // Answered below, like a number that is too small.
        }
        throw new TypeConversionException("'" + text + "' is not a revision (expected: a whole number, at least 1)");
    }
}
