package io.gatewaystore.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void givesEachPortOnceUntilAllHaveBeenGiven() {
        assertThat(Ports.free("127.0.0.1", 100))
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(Ports.free("::1", 100));
    }

    @Test
    void givesNoPortThatIsTaken() throws IOException {
        int next = Ports.free("127.0.0.1", 1).get(0) + 1;
        try (ServerSocket taken = new ServerSocket(next, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.free("127.0.0.1", 2)).doesNotContain(taken.getLocalPort());
        }
    }

    @Test
    void givesNoPortThatAnotherProcessMayBeGiven() throws Exception {
        List<Integer> ours = Ports.free("127.0.0.1", 400);

        Process other = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Printed.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String theirs = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(other.waitFor()).isZero();
        assertThat(Arrays.stream(theirs.split("\\s+")).map(Integer::valueOf))
                .hasSize(400)
                .doesNotContainAnyElementsOf(ours);
    }

    static final class Printed {

        public static void main(String[] args) {
            Ports.free("127.0.0.1", 400).forEach(System.out::println);
        }
    }
}
