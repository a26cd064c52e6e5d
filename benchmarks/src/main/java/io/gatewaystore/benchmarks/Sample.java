package io.gatewaystore.benchmarks;

/**
 * What one contender did in one round.
 *
 * @param contender its name
 * @param calls calls that ended well while the clock ran
 * @param failed calls that failed; what a contender cannot answer does not count as work done
 * @param perSecond calls that ended well, per second
 * @param medianMicros how long the median one took, in microseconds
 * @param p99Micros how long all but one of a hundred took at most, in microseconds
 * @param cpuMicros processor time of this process for each, in microseconds
 * @param allocated bytes of the heap for each
 * @param switches context switches of this process's threads for each
 * @param etcdMicros processor time of etcd for each, in microseconds
 */
record Sample(
        String contender,
        long calls,
        long failed,
        double perSecond,
        double medianMicros,
        double p99Micros,
        double cpuMicros,
        double allocated,
        double switches,
        double etcdMicros) {}
