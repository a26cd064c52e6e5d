package io.gatewaystore.etcd.internal.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;

/** Servers that know TLS 1.1 at most. No etcd can be made to be one, and neither can the JDK of these days; so the bytes are written by hand. */
final class OldTls {

    /** A fatal alert in a record of TLS 1.1: protocol_version. */
    private static final byte[] REFUSAL = HexFormat.of().parseHex("15030200020246");

    private OldTls() {}

    static Listener thatRefuses() throws IOException {
        return saying(REFUSAL);
    }

    static Listener thatAnswers() throws IOException {
        return saying(serverHello());
    }

    private static Listener saying(byte[] bytes) throws IOException {
        return new Listener(socket -> {
            socket.getInputStream().read(new byte[4096]);
            socket.getOutputStream().write(bytes);
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        });
    }

    /** Chooses TLS 1.1 and TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, without a session to resume. */
    private static byte[] serverHello() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(HexFormat.of().parseHex("160302002a" + "02000026" + "0302"));
        message.writeBytes(new byte[32]);
        message.writeBytes(HexFormat.of().parseHex("00" + "c013" + "00"));
        return message.toByteArray();
    }
}
