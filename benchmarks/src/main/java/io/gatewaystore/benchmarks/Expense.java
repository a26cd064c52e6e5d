package io.gatewaystore.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What this process has spent until now.
 *
 * @param cpuNanos processor time
 * @param allocatedBytes bytes of the heap, by the threads that live
 * @param switches context switches of the threads that live, of their own accord or not
 * @param etcdCpuNanos processor time of the processes it has started, which is etcd's; 0 where that runs in a container
 */
record Expense(long cpuNanos, long allocatedBytes, long switches, long etcdCpuNanos) {

    static final Expense NOTHING = new Expense(0, 0, 0, 0);

    private static final Path THREADS = Path.of("/proc/self/task");

    /** What was spent until something begins: what it costs to find out is spent before. */
    static Expense before() {
        long switches = contextSwitches();
        long children = children();
        long allocated = allocated();
        return new Expense(cpu(), allocated, switches, children);
    }

    /** What was spent until something has ended: what it costs to find out is spent afterwards. */
    static Expense after() {
        long cpu = cpu();
        long allocated = allocated();
        return new Expense(cpu, allocated, contextSwitches(), children());
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            allocated += Math.max(0, bytes);
        }
        return allocated;
    }

    private static long children() {
        return ProcessHandle.current()
                .descendants()
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .mapToLong(Duration::toNanos)
                .sum();
    }

    Expense since(Expense earlier) {
        return new Expense(
                cpuNanos - earlier.cpuNanos,
                allocatedBytes - earlier.allocatedBytes,
                switches - earlier.switches,
                etcdCpuNanos - earlier.etcdCpuNanos);
    }

    Expense plus(Expense more) {
        return new Expense(
                cpuNanos + more.cpuNanos,
                allocatedBytes + more.allocatedBytes,
                switches + more.switches,
                etcdCpuNanos + more.etcdCpuNanos);
    }

    private static long contextSwitches() {
        try (Stream<Path> threads = Files.list(THREADS)) {
            return threads.mapToLong(Expense::contextSwitches).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long contextSwitches(Path thread) {
        try (Stream<String> lines = Files.lines(thread.resolve("status"))) {
            return lines.filter(line -> line.contains("ctxt_switches:"))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                    .sum();
        } catch (NoSuchFileException ended) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
