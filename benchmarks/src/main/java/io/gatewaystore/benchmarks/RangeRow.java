package io.gatewaystore.benchmarks;

/**
 * What it takes to get hold of a whole range.
 *
 * @param way how
 * @param keys how many keys there are
 * @param millis how long it takes
 * @param ratio how much longer than one unpaged read of the same range in the same round
 * @param heapBytes what is held of it afterwards, for each key; 0 if nothing is
 * @param failed in how many rounds it failed; those have no time
 */
record RangeRow(String way, int keys, Spread millis, Spread ratio, double heapBytes, int failed) {}
