package io.gatewaystore.internal;

import io.gatewaystore.KeyRange;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.error.FutureRevisionException;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A range read page by page at the revision of its first page.
 *
 * <p>The first page is small, since nothing is known of the values yet. Later ones are as few as possible, because every page costs etcd a pass over
 * the whole rest of the range; but none has more than a few times as many entries as the one before it, nor more bytes than {@link #PAGE_BYTES} if
 * its entries are as large as those were.
 */
final class Pages {

    private static final int FIRST_PAGE = 128;
    private static final int GROWTH = 4;
    private static final int SMALLEST_BIG_PAGE = 10_000;
    private static final int MOST_PAGES = 16;
    private static final long PAGE_BYTES = 16L << 20;

    private final KeyRange range;
    private final Request.Shape shape;
    private final ReadOptions options;
    private final List<RawEntry> entries = new ArrayList<>();
    private long revision;

    Pages(KeyRange range, Request.Shape shape, ReadOptions options) {
        this.range = range;
        this.shape = shape;
        this.options = options;
    }

    /** The revision all entries were read at. */
    long revision() {
        return revision;
    }

    List<RawEntry> entries() {
        return entries;
    }

    Request.Range first() {
        return new Request.Range(range, FIRST_PAGE, 0, false, shape);
    }

    void add(Response.Range page, Backend backend, Deadline deadline, LinkedFuture<Pages> result) {
        if (revision == 0) {
            revision = revision(options, page);
        }
        entries.addAll(page.entries());
        if (page.more() && !page.entries().isEmpty()) {
            Request.Range next = new Request.Range(rest(), nextLimit(page), revision, mayBeLocal(), shape);
            result.follow(read(next, backend, deadline), more -> add(more, backend, deadline, result));
        } else {
            result.complete(this);
        }
    }

    private KeyRange rest() {
        return KeyRange.of(Keys.successor(entries.get(entries.size() - 1).key()), range.end());
    }

    private static long nextLimit(Response.Range page) {
        long seen = page.entries().size();
        long bytes = 0;
        for (RawEntry entry : page.entries()) {
            bytes += entry.key().size() + entry.value().size();
        }
        long fits = PAGE_BYTES * seen / Math.max(1, bytes);
        long wanted = Math.max(SMALLEST_BIG_PAGE, page.count() / MOST_PAGES);
        return Math.max(1, Math.min(Math.min(fits, wanted), seen * GROWTH));
    }

    /** Whether one member may answer: then it can without the others. */
    private boolean mayBeLocal() {
        return options.kind() == ReadOptions.Kind.SERIALIZABLE || options.kind() == ReadOptions.Kind.AT_LEAST;
    }

    /** A member that is asked after another may be behind it; then all are needed. */
    private static CompletableFuture<Response.Range> read(Request.Range page, Backend backend, Deadline deadline) {
        if (!page.serializable()) {
            return backend.range(page, deadline);
        }
        LinkedFuture<Response.Range> answer = new LinkedFuture<>();
        answer.follow(backend.range(page, deadline), answer::complete, failure -> {
            if (failure instanceof FutureRevisionException) {
                Request.Range linearizable =
                        new Request.Range(page.range(), page.limit(), page.revision(), false, page.shape());
                answer.follow(backend.range(linearizable, deadline), answer::complete);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    /** The revision an answer shows, which is not the newest one when the past was asked for. */
    static long revision(ReadOptions options, Response.Range answer) {
        return options.kind() == ReadOptions.Kind.AT_REVISION ? options.revision() : answer.revision();
    }

    static FutureRevisionException future(long requested, long newest) {
        return new FutureRevisionException(
                "revision " + requested + " does not exist yet (newest: " + newest + ")", null);
    }
}
