package io.gatewaystore.benchmarks;

import java.lang.management.ManagementFactory;

/** What is measured on. */
final class Machine {

    private static final int COLLECTIONS = 3;

    private Machine() {}

    static String describe() {
        return "%d processors, Java %s (%s), %s %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"),
                        System.getProperty("java.vm.name"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"));
    }

    /** The bytes of the heap that are reachable, or nearly. */
    static long heapInUse() {
        long used = 0;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }
        return used;
    }
}
