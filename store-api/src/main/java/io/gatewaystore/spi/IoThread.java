package io.gatewaystore.spi;

/**
 * Marks the {@link Thread}s on which a backend does its input and output. A blocking call of a store on such a thread could wait for itself,
 * so it fails at once.
 *
 * <p>Thread-safe.
 */
public interface IoThread {}
