package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.etcd.check.CheckStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/troubleshooting.md} and the code equal. */
class TroubleshootingPageTest {

    private static final Path PAGE = Path.of(System.getProperty("basedir", "."), "..", "docs", "troubleshooting.md");
    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_0-9]+)` \\| (\\w+) \\| [^|]+\\. \\| [^|]+\\. \\|");
    private static final Pattern VARIABLE = Pattern.compile("GATEWAY_STORE_[A-Z_]*[A-Z]");

    @Test
    void explainsEveryFailureAtItsStep() throws IOException {
        List<String> rows = ROW.matcher(Files.readString(PAGE))
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(ConnectionFailure.values())
                        .map(failure -> failure + " "
                                + CheckStep.of(failure).map(CheckStep::name).orElse("any"))
                        .toList());
    }

    @Test
    void namesNoUnknownVariable() throws IOException {
        List<String> known = Arrays.stream(StoreVariable.values())
                .map(StoreVariable::variableName)
                .toList();

        assertThat(VARIABLE.matcher(Files.readString(PAGE)).results().map(MatchResult::group))
                .isNotEmpty()
                .isSubsetOf(known);
    }
}
