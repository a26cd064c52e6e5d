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

/**
 * A range read page by page at the revision of its first page.
 *
 * <p>The first page is small, since nothing is known of the values yet. Later ones are as large as {@link #PAGE_BYTES} allows and as few as
 * possible, because every page costs etcd a pass over the whole rest of the range.
 */
final class Pages {

    private static final int FIRST_PAGE = 512;
    private static final int SMALLEST_BIG_PAGE = 10_000;
    private static final int MOST_PAGES = 16;
    private static final long PAGE_BYTES = 16L << 20;

    private final KeyRange range;
    private final Request.Shape shape;
    private final ReadOptions options;
    private final List<RawEntry> entries = new ArrayList<>();
    private long revision;
    private long bytes;

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
        for (RawEntry entry : page.entries()) {
            bytes += entry.key().size() + entry.value().size();
        }
        if (page.more() && !page.entries().isEmpty()) {
            Request.Range next = new Request.Range(rest(), nextLimit(page.count()), revision, false, shape);
            result.follow(backend.range(next, deadline), more -> add(more, backend, deadline, result));
        } else {
            result.complete(this);
        }
    }

    private KeyRange rest() {
        return KeyRange.of(Keys.successor(entries.get(entries.size() - 1).key()), range.end());
    }

    private long nextLimit(long rest) {
        long fits = PAGE_BYTES / Math.max(1, bytes / entries.size());
        return Math.max(1, Math.min(fits, Math.max(SMALLEST_BIG_PAGE, rest / MOST_PAGES)));
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
