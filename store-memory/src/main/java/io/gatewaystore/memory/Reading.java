package io.gatewaystore.memory;

import io.gatewaystore.Bytes;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Request.Shape;
import io.gatewaystore.spi.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers reads from one immutable tree. */
final class Reading {

    private Reading() {}

    static Response.Range range(Request.Range request, EntryTree entries, long revision) {
        if (request.shape() == Shape.COUNT_ONLY) {
            return new Response.Range(revision, List.of(), false, entries.count(request.range()));
        }
        if (request.range().singleKey().isPresent()) {
            return one(request, entries.get(request.range().start()), revision);
        }
        List<RawEntry> found = new ArrayList<>();
        entries.collect(request.range(), request.limit() == 0 ? Long.MAX_VALUE : request.limit(), found);
        long count = entries.count(request.range());
        return new Response.Range(revision, shaped(request, found), found.size() < count, count);
    }

    private static Response.Range one(Request.Range request, @Nullable RawEntry entry, long revision) {
        return entry == null
                ? new Response.Range(revision, List.of(), false, 0)
                : new Response.Range(revision, shaped(request, List.of(entry)), false, 1);
    }

    private static List<RawEntry> shaped(Request.Range request, List<RawEntry> entries) {
        return request.shape() == Shape.KEYS_ONLY
                ? entries.stream().map(Reading::withoutValue).toList()
                : List.copyOf(entries);
    }

    private static RawEntry withoutValue(RawEntry entry) {
        return new RawEntry(
                entry.key(),
                Bytes.empty(),
                entry.createRevision(),
                entry.modRevision(),
                entry.version(),
                entry.lease());
    }
}
