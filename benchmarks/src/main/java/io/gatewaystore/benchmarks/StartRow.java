package io.gatewaystore.benchmarks;

/**
 * How long a fresh process takes from its start to its first answer.
 *
 * @param contender its name
 * @param millis from the start of the virtual machine
 */
record StartRow(String contender, Spread millis) {}
