import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sums up what the test runners said at the end of each module, and which etcd the tests ran against. Fails if a test failed or if none ran.
 *
 * <p>Arguments: the logs of the Maven runs. The XML reports would not do: they leave out tests of nested classes that are named alike.
 */
class TestSummary {

    /** The closing line of a module; those of single classes go on with the time they took. */
    private static final Pattern TOTAL =
            Pattern.compile("\\[\\w+\\] Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+)");

    private int tests;
    private int failed;
    private int skipped;

    public static void main(String[] logs) throws IOException {
        TestSummary summary = new TestSummary();
        for (String log : logs) {
            summary.read(Path.of(log));
        }
        System.exit(summary.print() ? 0 : 1);
    }

    private void read(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            lines.map(TOTAL::matcher).filter(Matcher::matches).forEach(this::add);
        }
    }

    private void add(Matcher total) {
        tests += Integer.parseInt(total.group(1));
        failed += Integer.parseInt(total.group(2)) + Integer.parseInt(total.group(3));
        skipped += Integer.parseInt(total.group(4));
    }

    private boolean print() throws IOException {
        printUsage();
        System.out.printf(
                "%d passed, %d failed, %d left out (what a backend under the contract suite declares to lack; any other skip fails)%n",
                tests - failed - skipped, failed, skipped);
        return failed == 0 && tests > skipped;
    }

    /** Lines of the testkit: test class, source, version, TLS mode, members, tests. */
    private static void printUsage() throws IOException {
        Path directory = Path.of("target", "etcd-usage");
        if (!Files.isDirectory(directory)) {
            return;
        }
        TreeMap<String, Integer> counts = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    String[] fields = line.split("\t");
                    String etcd = "etcd %s, %s, %s member(s), %s".formatted(fields[2], fields[3], fields[4], fields[1]);
                    counts.merge(etcd, Integer.parseInt(fields[5]), Integer::sum);
                }
            }
        }
        counts.forEach((etcd, count) -> System.out.printf("%5d tests against %s%n", count, etcd));
    }
}
