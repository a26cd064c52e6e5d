package io.gatewaystore.testkit.etcd;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Reads the file by which Linux machines say what they are. */
final class OsRelease {

    private OsRelease() {}

    static Map<String, String> read(Path file) throws IOException {
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            lines.load(reader);
        }
        Map<String, String> values = new HashMap<>();
        lines.stringPropertyNames().forEach(name -> values.put(name, unquoted(lines.getProperty(name))));
        return values;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
