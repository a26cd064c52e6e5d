package io.gatewaystore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.cli.StorectlRun.Result;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorectlTest {

    @Test
    void saysItsVersion() {
        Result result = StorectlRun.run(Map.of(), "--version");

        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("storectl ");
    }

    @Test
    void helpsWithStatusesAndCommands() {
        Result result = StorectlRun.run(Map.of(), "--help");

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("Exit status:", "Commands:", "--endpoints", "  get ");
    }

    @Test
    void asksForACommand() {
        Result result = StorectlRun.run(Map.of());

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("storectl: Missing required subcommand", "Try 'storectl --help'.");
    }

    @Test
    void suggestsTheOptionThatWasProbablyMeant() {
        Result result = StorectlRun.run(Map.of(), "get", "--serialisable", "a");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err())
                .contains("Unknown option", "--serializable", "Try 'storectl get --help'.")
                .doesNotContain("Usage:");
    }
}
