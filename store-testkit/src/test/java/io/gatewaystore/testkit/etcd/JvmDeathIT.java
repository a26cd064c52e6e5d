package io.gatewaystore.testkit.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmDeathIT {

    @TempDir
    private Path directory;

    /** A JVM that starts an etcd, freezes it, says so and waits to be killed. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            EtcdBinary binary = EtcdBinary.of(Path.of(arguments[0]));
            EtcdCluster etcd =
                    EtcdCluster.start(EtcdSpec.builder().binary(binary).build());
            etcd.member(0).freeze();
            Files.writeString(Path.of(arguments[1]), "started");
            new CountDownLatch(1).await();
        }
    }

    @Test
    void evenAFrozenEtcdDiesWithAJvmThatIsKilled() throws IOException {
        Path binary = EtcdBinary.locate().path();
        Path started = directory.resolve("started");
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        binary.toString(),
                        started.toString())
                .inheritIO()
                .start();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(started));
            List<ProcessHandle> children = victim.descendants().toList();
            assertThat(children)
                    .anySatisfy(child -> assertThat(child.info().command())
                            .hasValueSatisfying(command -> assertThat(command).endsWith("/etcd")));

            victim.destroyForcibly();

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
        } finally {
            victim.destroyForcibly();
        }
    }
}
