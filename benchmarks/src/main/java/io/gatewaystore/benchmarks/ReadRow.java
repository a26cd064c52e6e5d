package io.gatewaystore.benchmarks;

/**
 * What a read takes that asks nobody.
 *
 * @param what is read
 * @param keys how many there are
 * @param nanos how long it takes, with the choice of a random key
 * @param error half of the interval that the time is in with 99.9 %
 * @param bytes what it allocates
 */
record ReadRow(String what, int keys, double nanos, double error, double bytes) {}
