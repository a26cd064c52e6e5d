package io.gatewaystore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.cli.StorectlRun.Result;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.TlsMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The jar and its launcher. */
class StorectlJarIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SECRET = "planted-secret-55e0";

    @RegisterExtension
    static final EtcdExtension ETCD =
            EtcdExtension.builder().tls(TlsMode.MUTUAL_TLS).build();

    @TempDir
    private Path directory;

    @Test
    void knowsItsVersion() throws Exception {
        Result result = StorectlProcess.run(Map.of(), "--version");

        assertThat(result.out().strip()).as(result.err()).matches("storectl \\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void isFoundThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("storectl"), StorectlProcess.LAUNCHER);

        assertThat(StorectlProcess.run(link, Map.of(), "--version").status()).isZero();
    }

    @Test
    void saysHowToBuildTheJarThatIsNotThere() throws Exception {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Path alone = Files.copy(StorectlProcess.LAUNCHER, bin.resolve("storectl"));

        Result result = StorectlProcess.run(alone, Map.of(), "--version");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("storectl.jar is not there", "mvn ");
    }

    @Test
    void carriesKeysAndValuesThatAreNotAscii() throws Exception {
        Map<String, String> environment = new HashMap<>(ETCD.environment());
        environment.put("LC_ALL", "C");

        Result put = StorectlProcess.run(environment, "put", "dienste/münchen", "grüße");

        assertThat(put.status()).as(put.err()).isZero();
        assertThat(ETCD.admin().get("dienste/münchen")).contains("grüße");
        assertThat(StorectlProcess.run(environment, "get", "dienste/münchen")
                        .out()
                        .strip())
                .isEqualTo("grüße");
    }

    @Test
    void watchesUntilItIsStopped() throws Exception {
        try (StorectlProcess watch =
                StorectlProcess.start(ETCD.environment(), "watch", "--directory", "watched", "--snapshot")) {
            ETCD.admin().put("watched/a", "1");
            await().atMost(SOON).until(() -> watch.out().contains("watched/a 1"));

            Result stopped = watch.stop();

            assertThat(stopped.status()).as(stopped.err()).isZero();
            assertThat(stopped.err()).isEmpty();
        }
    }

    @Test
    void showsTheLibrarysLogOnRequestAndNoSecretInIt() throws Exception {
        Map<String, String> environment = new HashMap<>(ETCD.environment());
        environment.put("GATEWAY_STORE_ETCD_USERNAME", "root");
        environment.put("GATEWAY_STORE_ETCD_PASSWORD", SECRET);

        Result quiet = StorectlProcess.run(environment, "put", "a", "value-" + SECRET);
        Result verbose = StorectlProcess.run(environment, "-v", "get", "a", "-o", "json");

        assertThat(quiet.status()).as(quiet.err()).isZero();
        assertThat(quiet.out() + quiet.err()).doesNotContain(SECRET);
        assertThat(verbose.err()).contains("DEBUG").doesNotContain(SECRET);
    }

    @Test
    void copiesToAFilesStoreAndReportsInJson() throws Exception {
        ETCD.admin().put("copied/a", "1");
        Map<String, String> there = ETCD.environment();
        Path conf = directory.resolve("gateway.conf");
        StringBuilder text = new StringBuilder("[store]\nnamespace = backup\n");
        there.forEach((name, value) -> text.append(name.substring("GATEWAY_STORE_".length()))
                .append(" = ")
                .append(value)
                .append('\n'));
        Files.writeString(conf, text);

        Result rehearsal =
                StorectlProcess.run(there, "copy", "env", conf.toString(), "--directory", "copied", "--dry-run");
        Result result =
                StorectlProcess.run(there, "copy", "env", conf.toString(), "--directory", "copied", "-o", "json");

        assertThat(rehearsal.out()).as(rehearsal.err()).contains("nothing was changed; of 1 keys");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("\"copied\":1", "\"different\":0", "\"verified\":true");
        assertThat(ETCD.admin().get("backup/copied/a")).contains("1");
    }
}
