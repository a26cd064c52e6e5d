package io.gatewaystore.cli.copy;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of the keys, from several threads. */
final class Tally {

    private final LongAdder copied = new LongAdder();
    private final LongAdder replaced = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final Set<String> untouched = ConcurrentHashMap.newKeySet();

    /** The target now holds what the source did, by our doing. */
    void written(boolean existed) {
        (existed ? replaced : copied).increment();
    }

    void skipped(String key) {
        skipped.increment();
        untouched.add(key);
    }

    void failed(String key, String reason) {
        failed.increment();
        untouched.add(key);
        problems.add(key + ": " + reason);
    }

    /** Whether a key was written, so that the target must hold it. */
    boolean isWritten(String key) {
        return !untouched.contains(key);
    }

    long done() {
        return copied.sum() + replaced.sum() + skipped.sum() + failed.sum();
    }

    CopyReport report(long revision, long keys, long leased, List<String> different, boolean verified) {
        List<String> all = new ArrayList<>(problems);
        different.forEach(key -> all.add(key + ": differs in the target, or is not there"));
        return new CopyReport(
                revision,
                keys,
                copied.sum(),
                replaced.sum(),
                skipped.sum(),
                leased,
                failed.sum(),
                different.size(),
                verified,
                all);
    }
}
