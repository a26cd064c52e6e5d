package io.gatewaystore.cli.keys;

import io.gatewaystore.Entry;
import io.gatewaystore.cli.console.Console;
import io.gatewaystore.cli.console.Table;

/** Entries as a table for people. */
final class EntryTable {

    private final Table table = new Table("KEY", "VALUE", "REVISION", "VERSION", "LEASED");

    static EntryTable create() {
        return new EntryTable();
    }

    EntryTable add(Entry entry, EntryPrinter printer) {
        table.row(entry.key(), printer.cell(entry), entry.modRevision(), entry.version(), entry.leased());
        return this;
    }

    void print(Console console) {
        table.print(console);
    }
}
