package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.etcd.check.CheckStep;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a probe is at, for the one who waits for it: to say how far it came, and to end it. */
final class Progress {

    private final StepLog steps = new StepLog();
    private final Deque<Closeable> open = new ArrayDeque<>();
    private String stage = "resolving the host name";
    private boolean stays;
    private boolean ended;

    synchronized void enter(CheckStep step, String newStage) {
        if (stays) {
            return;
        }
        steps.begin(step);
        stage = newStage;
    }

    /** It comes no further: what is asked from now on is only to explain why. */
    synchronized void stay() {
        stays = true;
    }

    /** How the steps have ended so far. */
    StepLog steps() {
        return steps;
    }

    /** A phrase that can follow the word "while". */
    synchronized String stage() {
        return stage;
    }

    synchronized Socket guard(Socket socket) throws IOException {
        if (ended) {
            socket.close();
            throw new SocketException("the probe has ended");
        }
        open.push(socket);
        return socket;
    }

    synchronized void end() {
        ended = true;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException e) {
                // It is of no use any more, closed or not.
            }
        }
    }
}
