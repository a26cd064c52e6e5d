package io.gatewaystore.replica;

import io.gatewaystore.Bytes;
import java.util.zip.CRC32C;

/** What is kept of a value's bytes, to tell them from others that a store may have at the same modRevision. */
final class Digest {

    private Digest() {}

    static int of(Bytes value) {
        CRC32C digest = new CRC32C();
        digest.update(value.asByteBuffer());
        return (int) digest.getValue();
    }
}
