package io.gatewaystore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.cli.console.Console;
import io.gatewaystore.config.StoreConfig;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The second half of docs/storectl.md is what the program says of itself. Surefire runs in the module's directory. */
class StorectlPageTest {

    private static final Path PAGE = Path.of("..", "docs", "storectl.md");
    private static final Path GENERATED = Path.of("target", "storectl-reference.md");

    @Test
    void describesEveryCommandAndOptionAsTheProgramDoes() throws Exception {
        String reference = reference(
                Storectl.commandLine(silent(), () -> StoreConfig.builder().environment(Map.of())));
        Files.createDirectories(GENERATED.getParent());
        Files.writeString(GENERATED, reference);

        String page = Files.readString(PAGE);

        assertThat(page.substring(page.indexOf("## Options of every command")))
                .as("the end of docs/storectl.md; what it should be is in store-cli/" + GENERATED)
                .isEqualTo(reference);
    }

    private static Console silent() {
        OutputStream nowhere = OutputStream.nullOutputStream();
        return new Console(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, false, prompt -> Optional.empty());
    }

    private static String reference(CommandLine storectl) {
        StringBuilder text = new StringBuilder("## Options of every command\n\n| option | meaning |\n|---|---|\n");
        storectl.getCommandSpec().options().forEach(option -> text.append(row(option)));
        text.append("\n## Exit status\n\n").append(statuses(storectl.getCommandSpec()));
        storectl.getSubcommands()
                .values()
                .forEach(command -> append(command, statuses(storectl.getCommandSpec()), text));
        return text.toString();
    }

    private static void append(CommandLine command, String usualStatuses, StringBuilder text) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.usageMessage().hidden()) {
            return;
        }
        if (!command.getSubcommands().isEmpty()) {
            command.getSubcommands().values().forEach(sub -> append(sub, usualStatuses, text));
            return;
        }
        String parameters = spec.positionalParameters().stream()
                .map(parameter -> parameter.arity().min() == 0
                        ? " [" + parameter.paramLabel() + "]"
                        : " " + parameter.paramLabel())
                .collect(Collectors.joining());
        text.append("\n## `").append(spec.qualifiedName()).append(parameters).append("`\n\n");
        text.append(lines(spec.usageMessage().description())).append('\n');
        List<ArgSpec> own = spec.args().stream().filter(StorectlPageTest::isOwn).toList();
        if (!own.isEmpty()) {
            text.append("\n| | meaning |\n|---|---|\n");
            own.forEach(argument -> text.append(row(argument)));
        }
        String statuses = statuses(spec);
        if (!statuses.equals(usualStatuses)) {
            text.append("\nExit status:\n\n").append(statuses);
        }
    }

    private static boolean isOwn(ArgSpec argument) {
        return !argument.inherited()
                && !(argument instanceof OptionSpec option && (option.usageHelp() || option.versionHelp()));
    }

    private static String row(ArgSpec argument) {
        String names = argument instanceof OptionSpec option
                ? Arrays.stream(option.names()).map(name -> "`" + name + "`").collect(Collectors.joining(", "))
                        + (option.arity().max() == 0 ? "" : " `" + option.paramLabel() + "`")
                : "`" + argument.paramLabel() + "`";
        String meaning = String.join(" ", argument.description())
                .replace("${COMPLETION-CANDIDATES}", candidates(argument))
                .replace("|", "\\|");
        return "| " + names + " | " + meaning + " |\n";
    }

    private static String candidates(ArgSpec argument) {
        return argument.completionCandidates() == null ? "" : String.join(", ", argument.completionCandidates());
    }

    /** Lines that begin with spaces are a list of forms. */
    private static String lines(String[] description) {
        return Arrays.stream(description)
                .map(line -> line.startsWith("  ") ? "    " + line.strip() : line)
                .collect(Collectors.joining("\n"))
                .replaceAll("(?m)^(FROM and TO .*)$", "$1\n")
                .strip();
    }

    private static String statuses(CommandSpec spec) {
        StringBuilder text = new StringBuilder("| status | meaning |\n|---|---|\n");
        spec.usageMessage()
                .exitCodeList()
                .forEach((status, meaning) -> text.append("| ")
                        .append(status.strip())
                        .append(" | ")
                        .append(meaning)
                        .append(" |\n"));
        return text.toString();
    }
}
