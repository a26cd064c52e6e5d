package io.gatewaystore.testkit.etcd;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps what etcd logged during a failed test. */
final class EtcdLogs {

    private static final String DIRECTORY = "gatewaystore.testkit.logDir";

    private EtcdLogs() {}

    static Path keep(EtcdCluster cluster, ExtensionContext context) {
        String test = context.getRequiredTestClass().getName()
                + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
        Path target = Path.of(System.getProperty(DIRECTORY, "target/etcd-logs"), test);
        cluster.copyLogs(target);
        return target;
    }

    /** Prints to standard error, which test runners show beside the failure; a logger may have no binding. */
    static void print(EtcdCluster cluster, Path kept) {
        System.err.println("A test failed on " + cluster + ". Its logs were copied to " + kept.toAbsolutePath() + "."
                + cluster.logTail());
    }
}
