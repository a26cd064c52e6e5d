package io.gatewaystore.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void givesNoPortTwice() {
        List<Integer> first = Ports.free("127.0.0.1", 200);

        assertThat(first).doesNotHaveDuplicates().doesNotContainAnyElementsOf(Ports.free("127.0.0.1", 200));
    }

    @Test
    void givesNoPortThatIsTaken() throws IOException {
        // Where the next block begins, this is not the next port.
        int next = Ports.free("127.0.0.1", 1).get(0) + 1;
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), next));
            assertThat(Ports.free("127.0.0.1", 2)).doesNotContain(next);
        } catch (BindException takenAlready) {
            assertThat(Ports.free("127.0.0.1", 2)).doesNotContain(next);
        }
    }

    @Test
    void givesNoPortThatAnotherProcessMayBeGiven() throws Exception {
        List<Integer> ours = Ports.free("127.0.0.1", 200);

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
                .hasSize(200)
                .doesNotContainAnyElementsOf(ours);
    }

    static final class Printed {

        public static void main(String[] args) {
            Ports.free("127.0.0.1", 200).forEach(System.out::println);
        }
    }
}
