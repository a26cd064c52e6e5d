package io.gatewaystore.memory;

import io.gatewaystore.Bytes;
import io.gatewaystore.error.LeaseNotFoundException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.UnexpectedAnswerException;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.RawEvent;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests carried out on a copy of the newest snapshot, to become the next one together, or, if one of them throws, nothing.
 *
 * <p>All compares, those of nested transactions too, see the snapshot it began with; all reads see what was written before them. As in etcd.
 */
final class Transaction {

    private final History history;
    private final LeaseTable leases;
    private final Snapshot base;
    private final long writing;
    private final List<RawEvent> events = new ArrayList<>();
    private EntryTree entries;

    Transaction(History history, LeaseTable leases) {
        this.history = history;
        this.leases = leases;
        this.base = history.newest();
        this.writing = base.revision() + 1;
        this.entries = base.entries();
    }

    /** What was written, in order; empty if the store is to stay at its revision. */
    List<RawEvent> events() {
        return events;
    }

    Snapshot result() {
        return new Snapshot(writing, entries, events);
    }

    Response.Txn run(Request.Txn request) {
        boolean succeeded = Comparison.allHold(request.compares(), base.entries());
        List<Response> responses = new ArrayList<>();
        for (Request each : succeeded ? request.then() : request.otherwise()) {
            responses.add(runOne(each));
        }
        return new Response.Txn(revision(), succeeded, List.copyOf(responses));
    }

    private Response runOne(Request request) {
        if (request instanceof Request.Put put) {
            return put(put);
        }
        if (request instanceof Request.Delete delete) {
            return delete(delete);
        }
        if (request instanceof Request.Range range) {
            return range(range);
        }
        return run((Request.Txn) request);
    }

    private Response.Range range(Request.Range request) {
        EntryTree source = request.revision() <= 0
                ? entries
                : history.at(request.revision()).entries();
        return Reading.range(request, source, revision());
    }

    Response.Put put(Request.Put request) {
        RawEntry previous = entries.get(request.key());
        long lease = request.lease();
        if (request.keepLease()) {
            if (previous == null) {
                throw new UnexpectedAnswerException(
                        "there is no key '" + request.key().toUtf8() + "' whose lease could be kept",
                        null,
                        Outcome.NOT_APPLIED);
            }
            lease = previous.lease();
        } else if (lease != 0 && !leases.contains(lease)) {
            throw new LeaseNotFoundException(
                    "key '" + request.key().toUtf8() + "': lease " + Long.toHexString(lease)
                            + " does not exist, or expired; grant another",
                    null);
        }
        RawEntry entry = previous == null
                ? new RawEntry(request.key(), request.value(), writing, writing, 1, lease)
                : new RawEntry(
                        request.key(),
                        request.value(),
                        previous.createRevision(),
                        writing,
                        previous.version() + 1,
                        lease);
        entries = entries.with(entry);
        events.add(RawEvent.put(entry, previous));
        return new Response.Put(writing);
    }

    Response.Delete delete(Request.Delete request) {
        List<RawEntry> found = new ArrayList<>();
        entries.collect(request.range(), Long.MAX_VALUE, found);
        found.forEach(this::remove);
        return new Response.Delete(revision(), found.size());
    }

    /** Deletes keys that exist. */
    void deleteAll(Iterable<Bytes> keys) {
        for (Bytes key : keys) {
            RawEntry entry = entries.get(key);
            if (entry != null) {
                remove(entry);
            }
        }
    }

    private void remove(RawEntry entry) {
        entries = entries.without(entry.key());
        events.add(RawEvent.delete(entry.key(), entry));
    }

    private long revision() {
        return events.isEmpty() ? base.revision() : writing;
    }
}
