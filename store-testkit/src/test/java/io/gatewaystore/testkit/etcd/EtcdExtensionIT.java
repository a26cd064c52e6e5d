package io.gatewaystore.testkit.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class EtcdExtensionIT {

    private static final String LOG_DIRECTORY = "gatewaystore.testkit.logDir";
    private static final String USAGE_DIRECTORY = "gatewaystore.testkit.usageDir";

    /** What the tests run below saw; they run one after the other. */
    private static final List<String> SEEN = new ArrayList<>();

    @TempDir
    private Path directory;

    private final List<String> before = new ArrayList<>();

    @BeforeEach
    void pointToTheTemporaryDirectory() {
        before.add(System.getProperty(LOG_DIRECTORY));
        before.add(System.getProperty(USAGE_DIRECTORY));
        System.setProperty(LOG_DIRECTORY, directory.resolve("logs").toString());
        System.setProperty(USAGE_DIRECTORY, directory.resolve("usage").toString());
        SEEN.clear();
    }

    @AfterEach
    void restoreProperties() {
        restore(LOG_DIRECTORY, before.get(0));
        restore(USAGE_DIRECTORY, before.get(1));
    }

    private static void restore(String name, String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }

    static final class SharedEtcd {

        @RegisterExtension
        static final EtcdExtension etcd = EtcdExtension.builder().build();

        @Test
        void one() {
            SEEN.add(etcd.endpoints().get(0));
        }

        @Test
        void two() {
            SEEN.add(etcd.endpoints().get(0));
        }

        @Nested
        final class Within {

            @Test
            void three() {
                SEEN.add(etcd.endpoints().get(0));
            }
        }
    }

    @Test
    void aStaticFieldSharesOneEtcdWithNestedClassesToo() throws IOException {
        Events tests = run(SharedEtcd.class);

        tests.assertStatistics(statistics -> statistics.succeeded(3));
        assertThat(SEEN).hasSize(3);
        assertThat(SEEN.stream().distinct()).hasSize(1);
        assertThat(usage())
                .singleElement()
                .satisfies(line -> assertThat(line.split("\t"))
                        .hasSize(6)
                        .startsWith(SharedEtcd.class.getName())
                        .endsWith("PLAIN", "1", "3"));
        assertThat(directory.resolve("logs")).doesNotExist();
    }

    static final class EtcdForEach {

        @RegisterExtension
        final EtcdExtension etcd =
                EtcdExtension.builder().tls(TlsMode.SERVER_TLS).build();

        @Test
        void one() {
            SEEN.add(etcd.admin().put("a", "1") + "");
        }

        @Test
        void two() {
            SEEN.add(etcd.admin().put("a", "1") + "");
        }
    }

    @Test
    void anInstanceFieldGivesEachTestItsOwn() throws IOException {
        run(EtcdForEach.class).assertStatistics(statistics -> statistics.succeeded(2));

        assertThat(SEEN).containsExactly("2", "2");
        assertThat(usage()).hasSize(2).allSatisfy(line -> assertThat(line).endsWith("\tSERVER_TLS\t1\t1"));
    }

    static final class Failing {

        @RegisterExtension
        static final EtcdExtension etcd = EtcdExtension.builder().build();

        @Test
        void fails() {
            SEEN.add(etcd.certificates().directory().toString());
            throw new IllegalStateException("meant to fail");
        }
    }

    @Test
    void aFailureKeepsTheLogAndNothingElse() throws IOException {
        run(Failing.class).assertStatistics(statistics -> statistics.failed(1));

        Path log = directory
                .resolve("logs")
                .resolve(Failing.class.getName() + ".fails")
                .resolve("m0.log");
        assertThat(Files.readString(log)).contains("ready to serve client requests");
        assertThat(Path.of(SEEN.get(0))).doesNotExist();
    }

    static final class OnDemand {

        @RegisterExtension
        final EtcdClusters clusters = new EtcdClusters();

        @Test
        void asksForTwo() {
            EtcdCluster one = clusters.start(EtcdSpec.builder().build());
            EtcdCluster two = clusters.start(EtcdSpec.builder().build());
            SEEN.add(one.certificates().directory().toString());
            SEEN.add(two.certificates().directory().toString());
        }

        @Test
        void asksForNone() {}
    }

    @Test
    void clustersAskedForEndWithTheTest() throws IOException {
        run(OnDemand.class).assertStatistics(statistics -> statistics.succeeded(2));

        assertThat(SEEN)
                .hasSize(2)
                .allSatisfy(files -> assertThat(Path.of(files)).doesNotExist());
        assertThat(usage()).singleElement().asString().endsWith("\tPLAIN\t1\t1");
    }

    private static Events run(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .execute()
                .testEvents();
    }

    private List<String> usage() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("usage"))) {
            Path file = files.findFirst().orElseThrow();
            return Files.readAllLines(file);
        }
    }
}
