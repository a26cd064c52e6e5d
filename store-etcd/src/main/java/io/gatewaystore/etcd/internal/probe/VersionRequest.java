package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.spi.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks for {@code /version} in HTTP/1.1. Written by hand on the socket, because where it fails it matters at which byte: an HTTP client would
 * retry, pool connections and hide what the server said.
 */
final class VersionRequest {

    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final String PROTOCOL = "HTTP/1.";

    private VersionRequest() {}

    /** Sends the request and reads until the version is there, nothing more comes, or it is clear that this is not HTTP. */
    static Answer ask(Socket socket, Endpoint endpoint, Deadline deadline) {
        StringBuilder answer = new StringBuilder();
        try {
            socket.getOutputStream().write(request(endpoint));
            socket.getOutputStream().flush();
            read(socket, answer, deadline);
            return new Answer(answer.toString(), null);
        } catch (IOException e) {
            return new Answer(answer.toString(), e);
        }
    }

    private static byte[] request(Endpoint endpoint) {
        return ("GET /version HTTP/1.1\r\nHost: " + endpoint
                        + "\r\nAccept: application/json\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void read(Socket socket, StringBuilder answer, Deadline deadline) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[4096];
        Deadline rest = SocketTime.mostOf(deadline);
        while (answer.length() < LONGEST_ANSWER && mayBeHttp(answer)) {
            socket.setSoTimeout(SocketTime.left(answer.isEmpty() ? deadline : rest));
            int count = in.read(buffer);
            if (count < 0) {
                return;
            }
            answer.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
            if (new Answer(answer.toString(), null).isDecided()) {
                return;
            }
        }
    }

    private static boolean mayBeHttp(StringBuilder answer) {
        int length = Math.min(answer.length(), PROTOCOL.length());
        return PROTOCOL.startsWith(answer.substring(0, length));
    }
}
