package io.gatewaystore.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class ClosedPortTest {

    private final InetAddress loopback = InetAddress.getLoopbackAddress();

    @Test
    void refusesConnectionsAndIsNobodyElses() throws IOException {
        int port;
        try (ClosedPort closed = ClosedPort.take()) {
            port = closed.port();
            assertThat(closed.endpoint()).isEqualTo("127.0.0.1:" + port);

            assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Socket(loopback, port));
            assertThatExceptionOfType(BindException.class).isThrownBy(() -> new ServerSocket(port, 1, loopback));
        }
        new ServerSocket(port, 1, loopback).close();
    }
}
