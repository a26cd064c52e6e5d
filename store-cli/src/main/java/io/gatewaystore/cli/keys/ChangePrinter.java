package io.gatewaystore.cli.keys;

import io.gatewaystore.Entry;
import io.gatewaystore.Listing;
import io.gatewaystore.cli.console.Console;
import io.gatewaystore.cli.console.Json;
import io.gatewaystore.cli.console.Table;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchListener;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Shows what a watch tells, a line each: revision, what happened, key, value. Its callbacks never overlap. */
final class ChangePrinter implements WatchListener {

    private final Console console;
    private final EntryPrinter entries;
    private final boolean json;
    private final CompletableFuture<Void> readerGone = new CompletableFuture<>();

    ChangePrinter(Console console, boolean json, boolean hex) {
        this.console = console;
        this.entries = new EntryPrinter(console, hex);
        this.json = json;
    }

    /** Completes when nobody reads the output any more, as after {@code | head}. */
    CompletableFuture<Void> readerGone() {
        return readerGone;
    }

    @Override
    public void onSnapshot(Listing snapshot) {
        snapshot.forEach(entry -> written("has", entry));
        flush();
    }

    @Override
    public void onChanges(ChangeSet changes) {
        for (Change change : changes) {
            if (change instanceof Change.Put put) {
                written("put", put.entry());
            } else {
                line("delete", change.revision(), change.key(), "", Map.of());
            }
        }
        flush();
    }

    @Override
    public void onResync(Resync resync) {
        String reason = resync.reason().name().toLowerCase(Locale.ROOT);
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("type", "resync");
            fields.put("revision", resync.revision());
            fields.put("reason", reason);
            console.out().println(Json.line(fields));
        } else {
            console.out().println(resync.revision() + " resync " + reason);
        }
        WatchListener.super.onResync(resync);
        flush();
    }

    private void written(String what, Entry entry) {
        line(what, entry.modRevision(), entry.key(), " " + entries.cell(entry), entries.json(entry));
    }

    private void line(String what, long revision, String key, String value, Map<String, Object> more) {
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("type", what);
            fields.put("revision", revision);
            fields.put("key", key);
            fields.putAll(more);
            console.out().println(Json.line(fields));
        } else {
            console.out().println(Table.printable(revision + " " + what + " " + key + value));
        }
    }

    private void flush() {
        if (console.out().checkError()) {
            readerGone.complete(null);
        }
    }
}
