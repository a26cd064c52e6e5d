package io.gatewaystore.etcd.internal.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Listens on a port and deals with each connection in the same way. */
final class Listener implements AutoCloseable {

    /** What to do with a connection, which is closed afterwards. */
    @FunctionalInterface
    interface Manner {
        void treat(Socket socket) throws IOException;
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    Listener(Manner manner) throws IOException {
        Thread thread = new Thread(() -> serve(manner), "listener");
        thread.setDaemon(true);
        thread.start();
    }

    static Listener thatClosesAtOnce() throws IOException {
        return new Listener(socket -> {});
    }

    /** Sends the text, whatever it is asked, and goes on holding the connection. */
    static Listener thatSays(String text) throws IOException {
        return new Listener(socket -> {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        });
    }

    String endpoint() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void serve(Manner manner) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> treat(socket, manner), "listener-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void treat(Socket socket, Manner manner) {
        try (socket) {
            manner.treat(socket);
        } catch (IOException e) {
            // The probe has hung up.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
