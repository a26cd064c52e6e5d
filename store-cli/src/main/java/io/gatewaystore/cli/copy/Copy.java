package io.gatewaystore.cli.copy;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.Listing;
import io.gatewaystore.Store;
import io.gatewaystore.error.InterruptedStoreException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Copies keys between two stores, of whatever backends: one consistent snapshot of the source, in guarded transactions, several at a time. Goes on
 * through elections and lost members. May be done again: what is there already is left alone.
 */
final class Copy {

    /** While one transaction is being agreed on, the next are on their way. */
    private static final int AT_ONCE = 4;

    /** A million keys take a while to read. */
    private static final Duration LISTING_TIME = Duration.ofMinutes(5);

    /** Is told how far a copy has got, by any thread. */
    @FunctionalInterface
    interface Observer {
        void progress(long done, long total);
    }

    private final Store source;
    private final Store target;
    private final CopyPlan plan;
    private final Observer observer;
    private final Tally tally = new Tally();
    private final CountDownLatch givenUp = new CountDownLatch(1);

    Copy(Store source, Store target, CopyPlan plan, Observer observer) {
        this.source = source;
        this.target = target;
        this.plan = plan;
        this.observer = observer;
    }

    /**
     * Copies.
     *
     * @throws StoreException if one of the stores fails for longer than a minute, or in a way that trying again cannot help
     */
    CopyReport run() {
        Listing snapshot = list(source);
        List<Entry> wanted = wanted(snapshot);
        write(wanted);
        List<String> different = plan.verify() ? different(wanted) : List.of();
        return tally.report(
                snapshot.revision(),
                snapshot.entries().size(),
                snapshot.entries().size() - wanted.size(),
                different,
                plan.verify());
    }

    /** Finds out what {@link #run} would do, and changes nothing. */
    CopyReport rehearse() {
        Listing snapshot = list(source);
        List<Entry> wanted = wanted(snapshot);
        Map<String, Entry> existing =
                list(target).entries().stream().collect(Collectors.toMap(Entry::key, entry -> entry));
        for (Entry entry : wanted) {
            Entry there = existing.get(entry.key());
            if (there == null) {
                tally.written(false);
            } else if (plan.force() && (there.leased() || !there.value().equals(entry.value()))) {
                tally.written(true);
            } else {
                tally.skipped(entry.key());
            }
        }
        return tally.report(
                snapshot.revision(),
                snapshot.entries().size(),
                snapshot.entries().size() - wanted.size(),
                List.of(),
                false);
    }

    private List<Entry> wanted(Listing snapshot) {
        return snapshot.entries().stream()
                .filter(entry -> plan.withLeased() || !entry.leased())
                .toList();
    }

    private Listing list(Store store) {
        Patience patience = new Patience(givenUp);
        while (true) {
            try {
                return store.withDeadline(LISTING_TIME).list(plan.range());
            } catch (StoreException e) {
                patience.pauseAfter(e);
            }
        }
    }

    private void write(List<Entry> wanted) {
        BatchWriter writer = new BatchWriter(target, plan.force(), tally, givenUp);
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE, Copy::worker);
        try {
            List<CompletableFuture<Void>> written = Batches.of(wanted).stream()
                    .map(batch -> CompletableFuture.runAsync(() -> write(batch, writer, wanted.size()), workers))
                    .toList();
            written.forEach(Copy::await);
        } finally {
            givenUp.countDown();
            workers.shutdownNow();
        }
    }

    private void write(List<Entry> batch, BatchWriter writer, long total) {
        writer.write(batch);
        observer.progress(tally.done(), total);
    }

    private static void await(CompletableFuture<Void> written) {
        try {
            written.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedStoreException("the copy was interrupted", e, Outcome.UNKNOWN);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException failure ? failure.atCaller() : new IllegalStateException(e);
        }
    }

    private static Thread worker(Runnable task) {
        Thread thread = new Thread(task, "storectl-copy");
        thread.setDaemon(true);
        return thread;
    }

    /** The keys that were written and are not in the target as they should be. */
    private List<String> different(List<Entry> wanted) {
        Map<String, Bytes> there = list(target).entries().stream().collect(Collectors.toMap(Entry::key, Entry::value));
        return wanted.stream()
                .filter(entry -> tally.isWritten(entry.key()))
                .filter(entry -> !Optional.ofNullable(there.get(entry.key())).equals(Optional.of(entry.value())))
                .map(Entry::key)
                .toList();
    }
}
