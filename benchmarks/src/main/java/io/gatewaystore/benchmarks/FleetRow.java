package io.gatewaystore.benchmarks;

/**
 * What a fleet of gateways costs etcd, each of which has a store of its own, and so connections, and a watch of one key that changes.
 *
 * @param keys how many there are, with values of a hundred bytes
 * @param gateways how many
 * @param memoryForKeys by how many bytes the keys made etcd's memory grow
 * @param databaseForKeys by how many bytes they made its file grow
 * @param memoryForGateways by how many bytes the gateways made its memory grow
 * @param cpuMicros processor time of etcd for each change told to one gateway, its share of the write included, in microseconds
 * @param putToLast from the beginning of a put until the last gateway was told, in microseconds
 */
record FleetRow(
        int keys,
        int gateways,
        long memoryForKeys,
        long databaseForKeys,
        long memoryForGateways,
        double cpuMicros,
        Spread putToLast) {}
