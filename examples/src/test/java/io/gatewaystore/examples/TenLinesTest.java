package io.gatewaystore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Surefire runs in the module's directory. */
class TenLinesTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path PROGRAM = Path.of("src/main/java/io/gatewaystore/examples/TenLines.java");
    private static final Pattern BLOCK = Pattern.compile("(?s)```java\n(.*?)```\n");

    @Test
    void theReadmeShowsTheProgramThatIsCompiled() throws IOException {
        String program = Files.readString(PROGRAM);
        String fromImports = program.substring(program.indexOf("import "));

        List<String> blocks = BLOCK.matcher(Files.readString(README))
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(block -> block.contains("class TenLines"))
                .toList();

        assertThat(blocks).containsExactly(fromImports);
    }
}
