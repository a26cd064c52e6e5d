package io.gatewaystore.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What tests printed, logged or failed with ends in their reports. No private key may be there, and none of the secrets that tests plant to find
 * them again: each holds one of these words. {@code .ci/run} looks for the same in the reports of what runs after this test.
 */
class SecretsInReportsIT {

    private static final Pattern SECRET =
            Pattern.compile("PRIVATE KEY-----(\\s|&#10;|\\\\n)+\\w|hunter2|s3cret|swordfish|planted-");

    @Test
    void holdNoSecret() throws IOException {
        List<Path> reports = reports();

        assertThat(reports)
                .hasSizeGreaterThan(100)
                .anySatisfy(report -> assertThat(report).hasFileName("TEST-io.gatewaystore.config.RedactionTest.xml"))
                .noneMatch(SecretsInReportsIT::holdsSecret);
    }

    private static List<Path> reports() throws IOException {
        try (Stream<Path> files = Files.walk(Modules.ROOT, 4)) {
            return files.filter(SecretsInReportsIT::isReport).toList();
        }
    }

    private static boolean isReport(Path file) {
        return file.getParent().getFileName().toString().matches("(surefire|failsafe)-reports")
                && Files.isRegularFile(file);
    }

    private static boolean holdsSecret(Path report) {
        try {
            return SECRET.matcher(Files.readString(report, StandardCharsets.ISO_8859_1))
                    .find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
