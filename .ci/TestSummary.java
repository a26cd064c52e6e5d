import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * Sums up what the test runners reported since a moment, and which etcd the tests ran against. Fails if a test failed or if none ran.
 *
 * <p>Argument: the moment, in seconds since 1970.
 */
class TestSummary {

    private static final List<String> REPORTS = List.of("surefire-reports", "failsafe-reports", "container-reports");

    private int tests;
    private int failed;
    private int skipped;

    public static void main(String[] args) throws Exception {
        System.exit(new TestSummary().run(Long.parseLong(args[0]) * 1000) ? 0 : 1);
    }

    private boolean run(long since) throws Exception {
        for (Path report : reports(since)) {
            add(report);
        }
        printUsage();
        System.out.printf("%d passed, %d failed, %d skipped%n", tests - failed - skipped, failed, skipped);
        return failed == 0 && tests > skipped;
    }

    private static List<Path> reports(long since) throws IOException {
        List<Path> reports = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of(""))) {
            for (Path module : modules.filter(Files::isDirectory).toList()) {
                for (String name : REPORTS) {
                    collect(module.resolve("target").resolve(name), since, reports);
                }
            }
        }
        return reports;
    }

    private static void collect(Path directory, long since, List<Path> reports) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                        .filter(file -> file.toFile().lastModified() >= since)
                        .forEach(reports::add);
            }
        }
    }

    private void add(Path report) throws Exception {
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getDocumentElement();
        tests += number(suite, "tests");
        failed += number(suite, "failures") + number(suite, "errors");
        skipped += number(suite, "skipped");
    }

    private static int number(Element suite, String attribute) {
        String value = suite.getAttribute(attribute);
        return value.isEmpty() ? 0 : Integer.parseInt(value);
    }

    /** Lines of the testkit: test class, source, version, TLS mode, members, tests. */
    private static void printUsage() throws IOException {
        Path directory = Path.of("target", "etcd-usage");
        TreeMap<String, Integer> counts = new TreeMap<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    for (String line : Files.readAllLines(file)) {
                        String[] fields = line.split("\t");
                        String etcd = "etcd %s, %s, %s member(s), %s".formatted(fields[2], fields[3], fields[4], fields[1]);
                        counts.merge(etcd, Integer.parseInt(fields[5]), Integer::sum);
                    }
                }
            }
        }
        counts.forEach((etcd, count) -> System.out.printf("%5d tests against %s%n", count, etcd));
    }
}
