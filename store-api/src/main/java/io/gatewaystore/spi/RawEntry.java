package io.gatewaystore.spi;

import io.gatewaystore.Bytes;

/**
 * A key with its value as they lie in the store.
 *
 * <p>Immutable.
 *
 * @param key the whole key
 * @param value the value; empty if only keys were asked for
 * @param createRevision the revision that created the key
 * @param modRevision the revision of the last write
 * @param version the number of writes since it was created
 * @param lease the id of the lease the key hangs on, 0 for none
 */
public record RawEntry(Bytes key, Bytes value, long createRevision, long modRevision, long version, long lease) {}
