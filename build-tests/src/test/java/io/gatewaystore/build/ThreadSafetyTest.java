package io.gatewaystore.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every public type says in one of four sentences how threads may use it. */
class ThreadSafetyTest {

    private static final List<String> SENTENCES = List.of(
            "Thread-safe.",
            "Not thread-safe; confine to one thread.",
            "Safe for use by one thread at a time.",
            "Immutable.");

    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*?)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*public [a-z -]*(?:class|interface|record|enum) (\\w+)",
            Pattern.DOTALL);

    @Test
    void isStatedByEveryPublicType() throws IOException {
        List<String> silent = new ArrayList<>();
        int types = 0;
        for (Path file : sources()) {
            Matcher type = PUBLIC_TYPE.matcher(Files.readString(file));
            while (type.find()) {
                types++;
                String doc = type.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ");
                if (SENTENCES.stream().noneMatch(doc::contains)) {
                    silent.add(file.getFileName() + ": " + type.group(2));
                }
            }
        }

        assertThat(silent).isEmpty();
        assertThat(types).as("public types found").isGreaterThan(80);
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of(
                "store-api", "store-memory", "store-etcd", "store-etcd-jetcd", "store-credentials", "store-testkit")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.toString().contains("internal"))
                        .forEach(sources::add);
            }
        }
        return sources;
    }
}
