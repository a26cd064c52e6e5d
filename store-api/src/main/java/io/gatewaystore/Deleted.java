package io.gatewaystore;

/**
 * What a deletion did.
 *
 * <p>Immutable.
 *
 * @param revision the store's revision after the deletion; a deletion that found nothing creates no revision
 * @param keys how many keys it deleted, 0 if there was none
 */
public record Deleted(long revision, long keys) {}
