package io.gatewaystore.examples.toy;

import io.gatewaystore.Bytes;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.RawEvent;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/** One request that may write, on a map that nobody else touches meanwhile. */
final class ToyTransaction {

    private final NavigableMap<Bytes, RawEntry> entries;
    private final long before;
    private final List<RawEvent> events = new ArrayList<>();

    ToyTransaction(NavigableMap<Bytes, RawEntry> entries, long revision) {
        this.entries = entries;
        this.before = revision;
    }

    List<RawEvent> events() {
        return events;
    }

    /** The revision as it is now: a transaction makes one when it first writes. */
    long revision() {
        return events.isEmpty() ? before : before + 1;
    }

    Response run(Request request) {
        return decide(request).run();
    }

    /** Everything, whatever the limit: without history the next page could not be read at the same revision. */
    Response.Range range(Request.Range request) {
        List<RawEntry> found = List.copyOf(ToyMap.within(entries, request.range()));
        List<RawEntry> shown = switch (request.shape()) {
            case ENTRIES -> found;
            case KEYS_ONLY -> found.stream().map(ToyTransaction::withoutValue).toList();
            case COUNT_ONLY -> List.of();
        };
        return new Response.Range(revision(), shown, false, found.size());
    }

    /** Compares, nested ones included, see the map as it was before the transaction: all are decided before anything runs. */
    private Step decide(Request request) {
        if (request instanceof Request.Txn txn) {
            boolean holds = txn.compares().stream().allMatch(compare -> ToyCompare.holds(compare, entries));
            List<Step> steps = (holds ? txn.then() : txn.otherwise())
                    .stream().map(this::decide).toList();
            return () -> {
                List<Response> responses = steps.stream().map(Step::run).toList();
                return new Response.Txn(revision(), holds, responses);
            };
        }
        if (request instanceof Request.Put put) {
            return () -> put(put);
        }
        if (request instanceof Request.Delete delete) {
            return () -> delete(delete);
        }
        return () -> range((Request.Range) request);
    }

    private Response.Put put(Request.Put request) {
        long now = before + 1;
        RawEntry old = entries.get(request.key());
        RawEntry entry = old == null
                ? new RawEntry(request.key(), request.value(), now, now, 1, 0)
                : new RawEntry(request.key(), request.value(), old.createRevision(), now, old.version() + 1, 0);
        entries.put(request.key(), entry);
        events.add(RawEvent.put(entry, old));
        return new Response.Put(now);
    }

    private Response.Delete delete(Request.Delete request) {
        List<RawEntry> doomed = List.copyOf(ToyMap.within(entries, request.range()));
        for (RawEntry entry : doomed) {
            entries.remove(entry.key());
            events.add(RawEvent.delete(entry.key(), entry));
        }
        return new Response.Delete(revision(), doomed.size());
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

    /** A part of a transaction whose compares are decided. */
    private interface Step {
        Response run();
    }
}
