package io.gatewaystore.benchmarks;

/**
 * What many watches of one key cost one contender.
 *
 * @param contender its name
 * @param watches how many
 * @param establishedMillis until all were told of the same put
 * @param eventsPerSecond changes told to watches
 * @param putToLast from the beginning of a put until the last watch was told, in microseconds
 * @param heapBytes of this process, for each watch
 * @param etcdBytes by how much etcd's memory grew
 * @param goroutines by how many they grew
 * @param streams how many streams the watches share
 */
record WatchRow(
        String contender,
        int watches,
        double establishedMillis,
        double eventsPerSecond,
        Spread putToLast,
        double heapBytes,
        long etcdBytes,
        long goroutines,
        long streams) {}
