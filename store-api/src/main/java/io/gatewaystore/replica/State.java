package io.gatewaystore.replica;

/**
 * What a replica knows.
 *
 * <p>Immutable.
 *
 * @param revision the revision of the store that it shows
 * @param table the range at that revision
 */
record State<V>(long revision, Table<V> table) {}
