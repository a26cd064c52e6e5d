package io.gatewaystore.credentials.procedure;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.gatewaystore.credentials.CredentialException;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;

/** What is wrong with a description that people have written, in their words and not in those of the JSON library. */
final class DescriptionFault {

    private DescriptionFault() {}

    static String of(IllegalArgumentException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return where(unknown) + " is unknown; known there: "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        if (cause instanceof JsonMappingException fault && fault.getCause() instanceof CredentialException said) {
            return String.valueOf(said.getMessage());
        }
        return cause instanceof MismatchedInputException mismatch
                ? where(mismatch) + " has another form than it has to: expected is "
                        + expected(mismatch.getTargetType())
                : String.valueOf(failure.getMessage());
    }

    /** Such as {@code 'members[0].endpoints'}. */
    private static String where(JsonMappingException fault) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference part : fault.getPath()) {
            path.append(
                    part.getFieldName() == null
                            ? "[" + part.getIndex() + "]"
                            : (path.isEmpty() ? "" : ".") + part.getFieldName());
        }
        return path.isEmpty() ? "the whole" : "'" + path + "'";
    }

    private static String expected(Class<?> type) {
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (type.isRecord()) {
            return "a map of names and values";
        }
        return Objects.equals(type, int.class) ? "a whole number" : "a text";
    }
}
