package io.gatewaystore.testkit.model;

import io.gatewaystore.Bytes;
import io.gatewaystore.Count;
import io.gatewaystore.Deleted;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyListing;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.Updated;
import io.gatewaystore.WriteResult;
import io.gatewaystore.error.CompactedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.txn.OperationResult;
import io.gatewaystore.txn.TxnResult;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything a store can answer as text, every component of it, with revisions counted from a run's first. Two answers are equal if their texts
 * are.
 */
final class Text {

    private final long base;

    /**
     * Begins to write down what one store answers.
     *
     * @param base the store's revision when the run began
     */
    Text(long base) {
        this.base = base;
    }

    // --- what steps are made of ---------------------------------------------------------------------------------

    static String of(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.chars().forEach(c -> shown.append(c >= ' ' && c < 0x7f ? "" + (char) c : String.format("\\u%04x", c)));
        return shown.append('"').toString();
    }

    /** The text of bytes that are text, else their hexadecimal form. */
    static String of(Bytes bytes) {
        String text = bytes.toUtf8();
        if (Bytes.utf8(text).equals(bytes)) {
            return of(text);
        }
        StringBuilder hex = new StringBuilder("0x");
        for (byte each : bytes.toByteArray()) {
            hex.append(String.format("%02x", each));
        }
        return hex.toString();
    }

    static String of(KeyRange range) {
        return range.singleKey()
                .map(Text::of)
                .orElseGet(
                        () -> "[" + of(range.start()) + ", " + (range.end().isEmpty() ? "end" : of(range.end())) + ")");
    }

    // --- what stores answer -------------------------------------------------------------------------------------

    String answer(Object answer) {
        if (answer instanceof Optional<?> optional) {
            return optional.map(this::answer).orElse("nothing");
        }
        if (answer instanceof Entry entry) {
            return entry(entry);
        }
        if (answer instanceof Listing listing) {
            return "at " + revision(listing.revision()) + " "
                    + listing.entries().stream().map(this::entry).collect(Collectors.joining(", ", "[", "]"));
        }
        if (answer instanceof KeyListing keys) {
            return "at " + revision(keys.revision()) + " "
                    + keys.keys().stream().map(Text::of).collect(Collectors.joining(", ", "[", "]"));
        }
        if (answer instanceof Count count) {
            return count.keys() + " keys at " + revision(count.revision());
        }
        if (answer instanceof Deleted deleted) {
            return "deleted " + deleted.keys() + " at " + revision(deleted.revision());
        }
        if (answer instanceof Updated updated) {
            return (updated.written() ? "written " : "found ") + of(updated.value()) + " at "
                    + revision(updated.revision());
        }
        if (answer instanceof WriteResult result) {
            return writeResult(result);
        }
        if (answer instanceof TxnResult result) {
            return (result.succeeded() ? "then" : "otherwise") + " at " + revision(result.revision()) + " "
                    + result.results().stream().map(this::operation).collect(Collectors.joining("; ", "{", "}"));
        }
        return answer instanceof Throwable failure ? failure(failure) : callback(answer);
    }

    private String callback(Object told) {
        if (told instanceof ChangeSet set) {
            return revision(set.revision()) + ": " + changes(set.changes());
        }
        if (told instanceof Resync resync) {
            return "resync " + resync.reason() + " to " + answer(resync.current()) + ", changes: "
                    + changes(resync.changes());
        }
        throw new IllegalArgumentException("nothing a store answers: " + told.getClass());
    }

    private String changes(Iterable<Change> changes) {
        StringBuilder shown = new StringBuilder();
        for (Change change : changes) {
            shown.append(shown.isEmpty() ? "" : "; ");
            shown.append(
                    change instanceof Change.Put put
                            ? "put " + entry(put.entry())
                            : "delete " + of(change.key()) + " at " + revision(change.revision()));
            shown.append(change.previous()
                    .map(previous -> ", before: " + entry(previous))
                    .orElse(""));
        }
        return shown.toString();
    }

    private String writeResult(WriteResult result) {
        return result instanceof WriteResult.Conflict conflict
                ? "conflict at " + revision(conflict.revision()) + " with " + answer(conflict.current())
                : "applied at " + revision(result.revision());
    }

    private String operation(OperationResult result) {
        if (result instanceof OperationResult.Got got) {
            return answer(got.entry());
        }
        if (result instanceof OperationResult.Listed listed) {
            return answer(listed.listing());
        }
        if (result instanceof OperationResult.Written written) {
            return answer(written.applied());
        }
        if (result instanceof OperationResult.Removed removed) {
            return answer(removed.deleted());
        }
        return answer(((OperationResult.Nested) result).result());
    }

    private String failure(Throwable failure) {
        if (!(failure instanceof StoreException storeFailure)) {
            return failure.getClass().getSimpleName();
        }
        String requested = failure instanceof CompactedException compacted
                ? " (asked for " + revision(compacted.requested()) + ")"
                : "";
        return failure.getClass().getSimpleName() + ", " + storeFailure.outcome()
                + (storeFailure.isRetryable() ? ", retryable" : "") + requested;
    }

    private String entry(Entry entry) {
        return of(entry.key()) + "=" + of(entry.value()) + " (created " + revision(entry.createRevision())
                + ", written " + revision(entry.modRevision()) + ", version " + entry.version()
                + (entry.leased() ? ", leased)" : ")");
    }

    private String revision(long revision) {
        return "r" + (revision - base);
    }

    /** The bytes by which keys are ordered. */
    static byte[] utf8(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
