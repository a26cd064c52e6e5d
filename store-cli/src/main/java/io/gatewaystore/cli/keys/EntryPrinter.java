package io.gatewaystore.cli.keys;

import io.gatewaystore.Entry;
import io.gatewaystore.cli.console.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes keys and values. */
final class EntryPrinter {

    private final Console console;
    private final boolean hex;

    EntryPrinter(Console console, boolean hex) {
        this.console = console;
        this.hex = hex;
    }

    /** An entry as a JSON object. */
    Map<String, Object> json(Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("key", entry.key());
        ShownValue value = new ShownValue(entry.value());
        if (hex) {
            json.put("valueHex", value.hex());
        } else {
            value.putInto(json);
        }
        json.put("createRevision", entry.createRevision());
        json.put("modRevision", entry.modRevision());
        json.put("version", entry.version());
        json.put("leased", entry.leased());
        return json;
    }

    /** A value for a cell of a table. */
    String cell(Entry entry) {
        ShownValue value = new ShownValue(entry.value());
        return hex ? value.hex() : value.brief();
    }

    /** A value on a line of its own; byte for byte what it is, unless it is to be hexadecimal. */
    void line(Entry entry) {
        if (hex) {
            console.out().println(new ShownValue(entry.value()).hex());
            return;
        }
        try {
            OutputStream out = console.rawOut();
            out.write(entry.value().toByteArray());
            out.write(System.lineSeparator().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("standard output cannot be written", e);
        }
    }
}
