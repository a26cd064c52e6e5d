package io.gatewaystore.credentials.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.config.FileEdit;
import io.gatewaystore.credentials.config.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other host is a shell of this one, with a process of its own. */
class RemoteHostTest {

    private static final String PROGRAM = "'" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -cp '"
            + System.getProperty("java.class.path") + "' " + OnNode.class.getName();

    @TempDir
    private Path directory;

    private final List<RemoteHost> opened = new ArrayList<>();

    private RemoteHost host(String program) {
        RemoteHost host = new RemoteHost("there", "test {host} = there && sh -c", program);
        opened.add(host);
        return host;
    }

    @AfterEach
    void end() {
        opened.forEach(RemoteHost::close);
    }

    @Test
    void plansOnTheOtherHostAsHere() throws Exception {
        Path file = Files.writeString(
                directory.resolve("etcd.yml"),
                "listen-client-urls: http://10.0.0.1:2379\nadvertise-client-urls: http://10.0.0.1:2379\n");
        HostRequest<FileEdit> request = new HostRequest.PlanEdit(
                HostRequest.Role.ETCD, file, Transport.MUTUAL_TLS, directory.resolve("etcd_credential"));

        FileEdit edit = host(PROGRAM).ask(request);

        assertThat(edit).isEqualTo(new LocalHost(java.time.Clock.systemUTC()).ask(request));
        assertThat(edit.isEmpty()).isFalse();
    }

    @Test
    void tellsWhereAndWhyARequestFailed() {
        assertThatThrownBy(() -> host(PROGRAM).ask(new HostRequest.Run("echo too bad >&2; exit 7", 10)))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("on there: ")
                .hasMessageContaining("ended with status 7: too bad");
    }

    @Test
    void saysSoIfSomethingElseAnswers() {
        assertThatThrownBy(() -> host("echo").ask(new HostRequest.Run("true", 10)))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("does not answer as storectl does");
    }

    @Test
    void doesNotWaitForWhatACommandLeavesRunning() throws Exception {
        Path pid = directory.resolve("pid");
        host(PROGRAM).ask(new HostRequest.Run("sleep 600 & echo $! >" + pid, 60));

        ProcessHandle left =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        assertThat(left.isAlive()).isTrue();
        left.destroy();
    }

    @Test
    void asksOneProcessUntilItIsClosed() throws Exception {
        RemoteHost host = host(PROGRAM);
        HostRequest<?> writing = new HostRequest.Run("echo $PPID >>" + directory.resolve("asked"), 60);

        host.ask(writing);
        host.ask(writing);
        host.close();
        host.ask(writing);

        List<String> asked = Files.readAllLines(directory.resolve("asked"));
        assertThat(asked.get(1)).isEqualTo(asked.get(0));
        assertThat(asked.get(2)).isNotEqualTo(asked.get(0));
        assertThat(ProcessHandle.of(Long.parseLong(asked.get(0)))).isEmpty();
    }

    @Test
    void startsAnewIfTheConnectionDidNotOutliveAPause() throws Exception {
        RemoteHost host = host(PROGRAM);
        HostRequest<?> writing = new HostRequest.Run("echo $PPID >>" + directory.resolve("asked"), 60);
        host.ask(writing);
        ProcessHandle first = ProcessHandle.of(Long.parseLong(
                        Files.readAllLines(directory.resolve("asked")).get(0)))
                .orElseThrow();
        first.destroyForcibly();
        first.onExit().join();

        host.ask(writing);

        assertThat(Files.readAllLines(directory.resolve("asked")))
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void tellsWhatThePlaceSaidIfItEndsInsteadOfAnswering() {
        assertThatThrownBy(() -> host("echo no route >&2; exit 9; #").ask(new HostRequest.Run("true", 10)))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("ended with status 9: no route");
    }

    @Test
    void showsNoKey() {
        assertThat(new CredentialFiles(Map.of("server.key", "-----BEGIN PRIVATE KEY-----")).toString())
                .isEqualTo("CredentialFiles[server.key]");
    }
}
