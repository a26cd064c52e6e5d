package io.gatewaystore.testkit.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Counts the tests that ran on a cluster and, if the system property {@code gatewaystore.testkit.usageDir} is set, adds a
 * line to a file there, one file per JVM: test class, source, version, TLS mode, members, tests; separated by tabs.
 */
final class EtcdUsage {

    private static final String DIRECTORY = "gatewaystore.testkit.usageDir";

    private final String testClass;
    private final EtcdCluster cluster;
    private int tests;

    EtcdUsage(String testClass, EtcdCluster cluster) {
        this.testClass = testClass;
        this.cluster = cluster;
    }

    void count() {
        tests++;
    }

    void write() {
        String directory = System.getProperty(DIRECTORY, "");
        if (directory.isEmpty()) {
            return;
        }
        String line = String.join(
                "\t",
                testClass,
                cluster.source(),
                cluster.version(),
                cluster.tls().name(),
                Integer.toString(cluster.members().size()),
                Integer.toString(tests));
        append(Path.of(directory), line);
    }

    private static synchronized void append(Path directory, String line) {
        Path file = directory.resolve(ProcessHandle.current().pid() + ".tsv");
        try {
            Files.createDirectories(directory);
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + file, e);
        }
    }
}
