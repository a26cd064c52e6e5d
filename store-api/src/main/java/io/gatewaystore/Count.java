package io.gatewaystore;

/**
 * How many keys a range held.
 *
 * <p>Immutable.
 *
 * @param revision the revision they were counted at
 * @param keys the number of keys, those of others that are not UTF-8 included
 */
public record Count(long revision, long keys) {}
