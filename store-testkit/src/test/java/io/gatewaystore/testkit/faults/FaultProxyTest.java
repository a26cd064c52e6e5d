package io.gatewaystore.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a proxy does to connections to a server that says back what it is told. */
class FaultProxyTest {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int NOTHING_MILLIS = 300;

    private final Echo echo = new Echo();
    private final FaultProxy proxy = FaultProxy.before(echo.endpoint());
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        proxy.close();
        echo.close();
    }

    private Socket connect() throws IOException {
        return connect(PATIENCE_MILLIS);
    }

    private Socket connect(int timeoutMillis) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()), timeoutMillis);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hear(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
    }

    private static void assertHearsNothing(Socket socket) throws IOException {
        socket.setSoTimeout(NOTHING_MILLIS);
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> socket.getInputStream().read());
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** An end in order or a reset: what matters is that it shows. */
    private static boolean hasEnded(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void handsEverythingOnInBothDirections() throws IOException {
        Socket socket = connect();
        String much = "0123456789".repeat(100_000);
        Thread talker = new Thread(() -> {
            try {
                say(socket, much);
                socket.shutdownOutput();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        talker.start();

        assertThat(hear(socket, much.length())).isEqualTo(much);
        assertThat(hasEnded(socket)).isTrue();
        await().untilAsserted(() ->
                assertThat(proxy.counts()).isEqualTo(new ProxyCounts(1, 0, much.length(), much.length(), 0)));
    }

    @Test
    void holdsBackWhatIsStalledAndLosesNothingOfIt() throws IOException {
        Socket socket = connect();
        say(socket, "a");
        assertThat(hear(socket, 1)).isEqualTo("a");
        proxy.set(Direction.TO_SERVER, Traffic.stalled());

        say(socket, "b");
        assertHearsNothing(socket);
        assertThat(echo.received()).isEqualTo(1);

        proxy.heal();
        assertThat(hear(socket, 1)).isEqualTo("b");
    }

    @Test
    void stallsAnswersAlone() throws IOException {
        Socket socket = connect();
        proxy.set(Direction.TO_CLIENT, Traffic.stalled());

        say(socket, "a");

        await().until(() -> echo.received() == 1);
        assertHearsNothing(socket);
        proxy.heal();
        assertThat(hear(socket, 1)).isEqualTo("a");
    }

    @Test
    void hidesTheEndOfAClientBehindAStall() throws IOException {
        Socket socket = connect();
        say(socket, "a");
        assertThat(hear(socket, 1)).isEqualTo("a");
        proxy.set(Traffic.stalled());

        socket.close();

        await().during(Duration.ofMillis(NOTHING_MILLIS)).until(() -> echo.ended() == 0);
        proxy.heal();
        await().until(() -> echo.ended() == 1);
    }

    @Test
    void swallowsAndThenCannotGoOn() throws IOException {
        Socket socket = connect();
        proxy.set(Direction.TO_SERVER, Traffic.swallowed());

        say(socket, "abc");

        await().until(() -> proxy.counts().bytesSwallowed() == 3);
        assertThat(echo.received()).isZero();
        assertHearsNothing(socket);
        proxy.heal();
        assertThat(hasEnded(socket)).isTrue();
    }

    @Test
    void delaysEveryByteAndNotTheRate() throws IOException {
        Duration delay = Duration.ofMillis(200);
        Socket socket = connect();
        proxy.set(Direction.TO_CLIENT, Traffic.delayed(delay));
        long start = System.nanoTime();

        for (int i = 0; i < 100; i++) {
            say(socket, "x");
        }

        assertThat(hear(socket, 100)).hasSize(100);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(delay, delay.multipliedBy(20));
    }

    @Test
    void throttlesToARate() throws IOException {
        Socket socket = connect();
        proxy.set(Direction.TO_CLIENT, Traffic.throttled(20_000));
        long start = System.nanoTime();

        say(socket, "x".repeat(10_000));

        assertThat(hear(socket, 10_000)).hasSize(10_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(400));
    }

    @Test
    void cutsRightAfterAByte() throws IOException {
        Socket socket = connect();
        say(socket, "ab");
        assertThat(hear(socket, 2)).isEqualTo("ab");
        proxy.set(Connections.EXISTING, Direction.TO_CLIENT, Traffic.cutAfter(3));

        say(socket, "cdefg");

        assertThat(hear(socket, 3)).isEqualTo("cde");
        assertThat(hasEnded(socket)).isTrue();
        Socket next = connect();
        say(next, "cdefg");
        assertThat(hear(next, 5)).isEqualTo("cdefg");
    }

    @Test
    void cutsAnIdleConnectionAfterNothing() throws IOException {
        Socket socket = connect();
        await().until(() -> proxy.counts().open() == 1);

        proxy.set(Direction.TO_SERVER, Traffic.cutAfter(0));

        assertThat(hasEnded(socket)).isTrue();
        assertThat(hasEnded(connect())).isTrue();
    }

    @Test
    void treatsConnectionsToComeApartFromThoseThereAre() throws IOException {
        Socket before = connect();
        say(before, "a");
        assertThat(hear(before, 1)).isEqualTo("a");
        proxy.set(Connections.LATER, Direction.TO_CLIENT, Traffic.stalled());
        Socket after = connect();

        say(before, "b");
        say(after, "c");

        assertThat(hear(before, 1)).isEqualTo("b");
        assertHearsNothing(after);
        proxy.set(Connections.EXISTING, Direction.TO_CLIENT, Traffic.flowing());
        assertThat(hear(after, 1)).isEqualTo("c");
    }

    @Test
    void disconnectsBothSides() throws IOException {
        Socket socket = connect();
        say(socket, "a");
        assertThat(hear(socket, 1)).isEqualTo("a");

        proxy.disconnect();

        assertThat(hasEnded(socket)).isTrue();
        await().until(() -> echo.ended() == 1);
        assertThat(proxy.counts().open()).isZero();
    }

    @Test
    void leavesAClientBelievingThatItIsConnected() throws IOException {
        Socket socket = connect();
        say(socket, "a");
        assertThat(hear(socket, 1)).isEqualTo("a");

        proxy.disconnect(Side.SERVER);

        await().until(() -> echo.ended() == 1);
        say(socket, "b");
        assertHearsNothing(socket);
        proxy.heal();
        assertThat(hasEnded(socket)).isTrue();
    }

    @Test
    void leavesAServerBelievingThatItIsConnected() throws IOException {
        Socket socket = connect();
        say(socket, "a");
        assertThat(hear(socket, 1)).isEqualTo("a");

        proxy.disconnect(Side.CLIENT);

        assertThat(hasEnded(socket)).isTrue();
        await().during(Duration.ofMillis(NOTHING_MILLIS)).until(() -> echo.ended() == 0);
        proxy.heal();
        await().until(() -> echo.ended() == 1);
    }

    @Test
    void closesWhomItDoesNotAdmit() throws IOException {
        proxy.admit(Admission.CLOSED);

        assertThat(hasEnded(connect())).isTrue();
        assertThat(proxy.counts().accepted()).isEqualTo(1);
    }

    @Test
    void refusesConnectionsAndListensAgainOnTheSamePort() throws IOException {
        Socket before = connect();
        proxy.admit(Admission.REFUSED);

        assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
        say(before, "a");
        assertThat(hear(before, 1)).isEqualTo("a");

        proxy.heal();
        Socket after = connect();
        say(after, "b");
        assertThat(hear(after, 1)).isEqualTo("b");
    }

    @Test
    void leavesTheHandshakeUnanswered() throws IOException {
        proxy.admit(Admission.UNANSWERED);

        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> connect(NOTHING_MILLIS));

        proxy.heal();
        Socket after = connect();
        say(after, "b");
        assertThat(hear(after, 1)).isEqualTo("b");
    }

    @Test
    void closesAClientWhoseServerIsNotThere() throws IOException {
        try (ClosedPort nobody = ClosedPort.take();
                FaultProxy before = FaultProxy.before(nobody.endpoint());
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), before.port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);

            assertThat(hasEnded(socket)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Admission.class)
    void leavesNoThreadAndNoListenerBehind(Admission admission) throws IOException {
        connect();
        proxy.admit(admission);

        proxy.close();
        proxy.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("fault-proxy-" + proxy.port());
        assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
        assertThatIllegalStateException().isThrownBy(proxy::counts);
    }

    @Test
    void needsHostAndPort() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultProxy.before("localhost"))
                .withMessageContaining("host:port");
    }
}
