package io.gatewaystore.etcd.internal.probe;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/**
 * A socket on which writing to a peer that has hung up does not fail. The failure shows at the next read all the same, but only after what the
 * peer said before: the alert that tells why, which JSSE never reads once a write has failed.
 */
final class AttentiveSocket extends Socket {

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {

            @Override
            public void write(int single) {
                write(new byte[] {(byte) single}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    // Left to the next read, as explained above.
                    return;
                }
            }
        };
    }
}
