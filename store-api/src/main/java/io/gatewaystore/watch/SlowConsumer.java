package io.gatewaystore.watch;

/**
 * What happens to a watch whose listener, or whoever takes from its cursor, falls behind by more change sets than its queue holds, or by more bytes. No other watch
 * ever waits for it.
 *
 * <p>Immutable.
 */
public enum SlowConsumer {
    /**
     * The default: the watch pauses and, once the listener has caught up, resumes after the last change set it was given. Nothing is
     * lost, unless the store compacts that history meanwhile, which ends in a {@link Resync}.
     */
    RESUME,
    /**
     * The change sets that wait become one, which tells the latest state of each key, and whatever changes until the listener takes it is merged
     * into it too. For listeners that want to know how things are and not how they came about.
     *
     * <p>The listener can rely on this: the merged set has the revision of the newest one in it; it holds every key that changed, once, with its
     * last change, deletions included, in the order of those changes; each change keeps its own revision. A replica that applies it stands
     * exactly where it would without the merge. {@linkplain WatchOptions#withPrevious() Previous entries} are those before the first of the
     * changes merged.
     *
     * <p>It cannot rely on more: values in between are not told; a key that came and went appears as a deletion alone, one that went and came
     * back as a put alone; and {@link Change.Put#isCreate()} speaks of the key's last creation, so it can be true for a key the listener
     * knows and false for one it does not. Snapshots and resyncs are never merged; progress that a merged set outdates is not told. What waits
     * is bounded by the keys in the range that changed, each with its last value.
     */
    COALESCE,
    /** The watch ends with a {@link io.gatewaystore.error.SlowConsumerException}, after what was queued before. */
    FAIL
}
