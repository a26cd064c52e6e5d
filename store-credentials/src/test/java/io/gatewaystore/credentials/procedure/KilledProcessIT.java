package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.credentials.internal.Json;
import io.gatewaystore.credentials.status.EncryptionState;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link InterruptedCommandsIT} plays, with processes that really end. */
class KilledProcessIT {

    private static OperatedCluster cluster;

    @BeforeAll
    static void start() {
        cluster = OperatedCluster.onLoopback(1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 12, 17, 22})
    void leavesAJournalFromWhichThereIsAWayBackAndForth(int moment) throws Exception {
        Path deployment = cluster.root().resolve("deployment.json");
        Files.writeString(deployment, Json.line(cluster.deployment()));
        Process process = new ProcessBuilder(Programs.java(
                        KilledProcess.class, cluster.state().toString(), deployment.toString(), String.valueOf(moment)))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(KilledProcess.STATUS);

        Interruptions interruptions = new Interruptions(cluster, Flow.OFFLINE);
        interruptions.recover(InterruptedCommand.Recovery.COMPLETE);
        assertThat(interruptions.assertClean()).isEqualTo(EncryptionState.ON);
        interruptions.recover(InterruptedCommand.Recovery.ROLLBACK);
        assertThat(interruptions.assertClean()).isEqualTo(EncryptionState.OFF);
    }
}
