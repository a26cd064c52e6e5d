package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.spi.Deadline;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Greets a server in HTTP/2 without TLS, and sees whether it greets back: by a SETTINGS frame, as every such server must. */
final class Http2Greeting {

    private static final int FRAME_HEADER = 9;
    private static final int TYPE = 3;
    private static final int SETTINGS = 4;
    private static final byte[] EMPTY_SETTINGS = {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0};

    private Http2Greeting() {}

    static boolean isReturned(Socket socket, Deadline deadline) {
        try {
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(EMPTY_SETTINGS);
            socket.getOutputStream().flush();
            socket.setSoTimeout(SocketTime.left(deadline));
            byte[] header = socket.getInputStream().readNBytes(FRAME_HEADER);
            return header.length == FRAME_HEADER && header[TYPE] == SETTINGS;
        } catch (IOException e) {
            return false;
        }
    }
}
