package io.gatewaystore.testkit.internal;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Counts what a call allocates on the heap, on whichever threads it does so. Unlike the time it takes, that is the same on every machine.
 *
 * <p>Safe for use by one thread at a time.
 */
public final class Allocation {

    private static final int WARM_UP = 2_000;
    private static final int CALLS = 300;
    private static final int ROUNDS = 5;

    private Allocation() {}

    /**
     * Makes a call many times.
     *
     * @param call what is measured; it returns when everything that belongs to it is over
     * @return the bytes for each, in the round in which the rest of the process allocated least beside it
     */
    public static long bytesPerCall(Runnable call) {
        repeat(call, WARM_UP);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = allocated();
            repeat(call, CALLS);
            least = Math.min(least, (allocated() - before) / CALLS);
        }
        return least;
    }

    private static void repeat(Runnable call, int times) {
        for (int i = 0; i < times; i++) {
            call.run();
        }
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}
