package io.gatewaystore.memory;

import io.gatewaystore.spi.MonotonicClock;

/**
 * The time by which leases of a {@link MemoryCluster} expire, and sessions on it count.
 *
 * <p>Thread-safe.
 */
public interface MemoryClock extends MonotonicClock {}
