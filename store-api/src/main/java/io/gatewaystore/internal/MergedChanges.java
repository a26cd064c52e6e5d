package io.gatewaystore.internal;

import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Change sets that a slow listener is told of as one: the last change of each key, in the order of those. Not thread-safe. */
final class MergedChanges {

    private final Map<String, Change> last = new LinkedHashMap<>();
    private long revision;

    void add(ChangeSet later) {
        for (Change change : later) {
            // Removed first, so that the key moves to the end.
            Change earlier = last.remove(change.key());
            last.put(change.key(), earlier == null ? change : sinceBefore(earlier, change));
        }
        revision = later.revision();
    }

    ChangeSet toChangeSet() {
        return new ChangeSet(revision, List.copyOf(last.values()));
    }

    private static Change sinceBefore(Change earlier, Change change) {
        return change instanceof Change.Put put
                ? new Change.Put(put.entry(), earlier.previous())
                : new Change.Delete(change.key(), change.revision(), earlier.previous());
    }
}
