package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.RawEntry;
import java.util.Optional;

/** Puts a prefix before the keys that go to a backend, and takes it from those that come back. */
record Namespace(Bytes prefix) {

    static final Namespace ROOT = new Namespace(Bytes.empty());

    Namespace below(String name) {
        if (name.endsWith("/")) {
            throw new IllegalArgumentException("namespace: '" + name + "' (expected: no slash at the end)");
        }
        return new Namespace(prefix.concat(Keys.encode(name)).concat(Bytes.utf8("/")));
    }

    Bytes key(String key) {
        return prefix.concat(Keys.encode(key));
    }

    KeyRange range(KeyRange range) {
        return range.under(prefix);
    }

    /** The key without the prefix, or empty if somebody else wrote it and it is not text. */
    Optional<String> relative(Bytes key) {
        return Keys.decode(key.skip(prefix.size()));
    }

    /** The entry without the prefix, or empty if its key is not text. */
    Optional<Entry> relative(RawEntry raw) {
        return relative(raw.key()).map(key -> entry(key, raw));
    }

    static Entry entry(String key, RawEntry raw) {
        return new Entry(key, raw.value(), raw.createRevision(), raw.modRevision(), raw.version(), raw.lease() != 0);
    }
}
