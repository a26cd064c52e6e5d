package io.gatewaystore.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final String HALF = "\rcopying [####################....................] 500/1000";

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private Progress progress(boolean terminal) {
        Console console = new Console(
                InputStream.nullInputStream(),
                new ByteArrayOutputStream(),
                shown,
                terminal,
                prompt -> Optional.empty());
        return new Progress(console, "copying");
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void drawsABarOverItselfAndEndsItsLine() {
        try (Progress progress = progress(true)) {
            progress.show(500, 1000);
            progress.show(1000, 1000);
        }

        assertThat(shown()).isEqualTo(HALF + "\rcopying [" + "#".repeat(40) + "] 1000/1000" + System.lineSeparator());
    }

    @Test
    void neverGoesBackAndDrawsNothingThatLooksTheSame() {
        Progress progress = progress(true);

        progress.show(500, 1000);
        progress.show(499, 1000);
        progress.show(500, 1000);

        assertThat(shown()).isEqualTo(HALF);
    }

    @Test
    void saysNothingWhereNobodyLooksOn() {
        try (Progress progress = progress(false)) {
            progress.show(500, 1000);
        }

        assertThat(shown()).isEmpty();
    }

    @Test
    void saysNothingOfWorkThatIsNone() {
        try (Progress progress = progress(true)) {
            progress.show(0, 0);
        }

        assertThat(shown()).isEmpty();
    }
}
