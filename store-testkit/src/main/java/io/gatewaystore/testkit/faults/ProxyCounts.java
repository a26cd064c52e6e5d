package io.gatewaystore.testkit.faults;

/**
 * What went through a {@link FaultProxy} since it was opened.
 *
 * <p>Immutable.
 *
 * @param accepted the connections that were accepted, those closed at once included
 * @param open the connections there are now
 * @param bytesToServer the bytes handed on to the server
 * @param bytesToClient the bytes handed on to clients
 * @param bytesSwallowed the bytes taken from either and thrown away
 */
public record ProxyCounts(long accepted, int open, long bytesToServer, long bytesToClient, long bytesSwallowed) {}
