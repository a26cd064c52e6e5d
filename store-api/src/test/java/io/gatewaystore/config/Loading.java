package io.gatewaystore.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatewaystore.error.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Loads configurations from variables that are written without their prefix. */
final class Loading {

    static final String CERTIFICATE = block("CERTIFICATE");
    static final String KEY = block("PRIVATE KEY");
    static final String ENCRYPTED_KEY = block("ENCRYPTED PRIVATE KEY");

    private Loading() {}

    /** Names and values in turns. */
    static Map<String, String> variables(String... namesAndValues) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            variables.put(StoreVariable.PREFIX + namesAndValues[i], namesAndValues[i + 1]);
        }
        return variables;
    }

    static StoreConfig load(String... namesAndValues) {
        return load(variables(namesAndValues));
    }

    static StoreConfig load(Map<String, String> environment) {
        return StoreConfig.builder().environment(environment).build();
    }

    static StoreConfig loadFile(Path file) {
        return StoreConfig.builder().environment(Map.of()).configFile(file).build();
    }

    static List<String> problems(String... namesAndValues) {
        return problems(StoreConfig.builder().environment(variables(namesAndValues)));
    }

    static List<String> problems(StoreConfig.Builder builder) {
        ConfigurationException failure = catchThrowableOfType(ConfigurationException.class, builder::build);
        return failure == null
                ? List.of()
                : failure.problems().stream()
                        .map(ConfigurationException.Problem::toString)
                        .toList();
    }

    static String block(String label) {
        return "-----BEGIN " + label + "-----\nQUJD\n-----END " + label + "-----\n";
    }

    /** Writes a file that only its owner can read. */
    static Path file(Path directory, String name, String text) {
        try {
            Path file = Files.writeString(directory.resolve(name), text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
