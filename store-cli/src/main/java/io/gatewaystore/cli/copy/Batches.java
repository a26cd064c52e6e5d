package io.gatewaystore.cli.copy;

import io.gatewaystore.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Divides entries so that each part fits into a transaction. */
final class Batches {

    /** Of the 128 operations that etcd takes, a nested transaction of one operation needs one for itself and one level for what it holds. */
    private static final int MOST_ENTRIES = 127;

    /** etcd takes 1.5 MiB. */
    private static final long MOST_BYTES = 1 << 20;

    /** Compare, put and get of an entry, besides its key and value. */
    private static final long OVERHEAD = 256;

    private Batches() {}

    static List<List<Entry>> of(List<Entry> entries) {
        List<List<Entry>> batches = new ArrayList<>();
        List<Entry> batch = new ArrayList<>();
        long bytes = 0;
        for (Entry entry : entries) {
            long more = bytes(entry);
            if (batch.size() == MOST_ENTRIES || (bytes + more > MOST_BYTES && !batch.isEmpty())) {
                batches.add(List.copyOf(batch));
                batch.clear();
                bytes = 0;
            }
            batch.add(entry);
            bytes += more;
        }
        if (!batch.isEmpty()) {
            batches.add(List.copyOf(batch));
        }
        return batches;
    }

    private static long bytes(Entry entry) {
        return 3L * entry.key().getBytes(StandardCharsets.UTF_8).length
                + entry.value().size()
                + OVERHEAD;
    }
}
