package io.gatewaystore.testkit.etcd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The package archives a machine is set up with, in both formats apt reads: stanzas of fields ({@code *.sources}) and lines
 * ({@code *.list}).
 */
final class AptSources {

    private static final Pattern STANZA_END = Pattern.compile("\\n[ \\t]*\\n");
    private static final Pattern WORDS = Pattern.compile("\\s+");

    /** Type, options in brackets, address, suite, components. */
    private static final Pattern LINE = Pattern.compile("deb\\s+(?:(\\[[^]]*])\\s+)?(\\S+)\\s+(\\S+)\\s+(.+)");

    private final List<String> stanzas;
    private final List<String> lines;

    private AptSources(List<String> stanzas, List<String> lines) {
        this.stanzas = stanzas;
        this.lines = lines;
    }

    static AptSources read(Path aptDirectory) throws IOException {
        List<String> stanzas = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Path file : files(aptDirectory)) {
            String text = withoutComments(Files.readString(file));
            if (file.toString().endsWith(".sources")) {
                STANZA_END.splitAsStream(text).map(String::strip).forEach(stanzas::add);
            } else {
                text.lines().map(String::strip).forEach(lines::add);
            }
        }
        return new AptSources(stanzas, lines);
    }

    /**
     * Writes those sources that offer a suite, with another suite in its place and nothing else (no updates, no security
     * archive, which newer suites may lack).
     *
     * @return how many there were
     */
    int writeWithSuite(String suite, String newSuite, Path directory) throws IOException {
        List<String> changedStanzas = stanzas.stream()
                .filter(stanza -> isBinary(stanza) && offers(stanza, suite))
                .map(stanza -> withSuite(stanza, newSuite))
                .toList();
        List<String> changedLines = lines.stream()
                .map(LINE::matcher)
                .filter(line -> line.matches() && suite.equals(line.group(3)) && hasMain(line.group(4)))
                .map(line -> withSuite(line, newSuite))
                .toList();
        if (!changedStanzas.isEmpty()) {
            Files.writeString(directory.resolve("machine.sources"), String.join("\n\n", changedStanzas) + "\n");
        }
        if (!changedLines.isEmpty()) {
            Files.writeString(directory.resolve("machine.list"), String.join("\n", changedLines) + "\n");
        }
        return changedStanzas.size() + changedLines.size();
    }

    private static List<Path> files(Path aptDirectory) throws IOException {
        List<Path> files = new ArrayList<>();
        Path single = aptDirectory.resolve("sources.list");
        if (Files.isReadable(single)) {
            files.add(single);
        }
        Path parts = aptDirectory.resolve("sources.list.d");
        if (Files.isDirectory(parts)) {
            try (Stream<Path> entries = Files.list(parts)) {
                entries.filter(AptSources::isSource).sorted().forEach(files::add);
            }
        }
        return files;
    }

    private static boolean isSource(Path file) {
        String name = file.toString();
        return Files.isReadable(file) && (name.endsWith(".sources") || name.endsWith(".list"));
    }

    private static String withoutComments(String text) {
        StringBuilder kept = new StringBuilder();
        text.lines()
                .filter(line -> !line.stripLeading().startsWith("#"))
                .forEach(line -> kept.append(line).append('\n'));
        return kept.toString();
    }

    private static boolean isBinary(String stanza) {
        return words(stanza, "types").contains("deb")
                && !words(stanza, "enabled").contains("no");
    }

    private static boolean offers(String stanza, String suite) {
        return words(stanza, "suites").contains(suite)
                && words(stanza, "components").contains("main");
    }

    private static boolean hasMain(String components) {
        return WORDS.splitAsStream(components).anyMatch("main"::equals);
    }

    private static List<String> words(String stanza, String field) {
        String start = field + ":";
        return stanza.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .flatMap(line ->
                        WORDS.splitAsStream(line.substring(start.length()).strip()))
                .toList();
    }

    private static String withSuite(String stanza, String suite) {
        StringBuilder changed = new StringBuilder();
        stanza.lines()
                .forEach(line -> changed.append(
                                line.toLowerCase(Locale.ROOT).startsWith("suites:") ? "Suites: " + suite : line)
                        .append('\n'));
        return changed.toString().strip();
    }

    private static String withSuite(Matcher line, String suite) {
        String options = line.group(1) == null ? "" : line.group(1) + " ";
        return "deb " + options + line.group(2) + " " + suite + " " + line.group(4);
    }
}
