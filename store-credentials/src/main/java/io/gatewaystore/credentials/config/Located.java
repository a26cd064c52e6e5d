package io.gatewaystore.credentials.config;

import org.jspecify.annotations.Nullable;

/**
 * A value and where it stands. Values may be secrets of others: there is no {@code toString} with them.
 *
 * @param name of the setting, unique in the file
 * @param line from 0
 * @param span the value with its quotes; null if it cannot be edited where it stands
 */
record Located(
        String name, String value, int line, @Nullable Span span) {

    Span editable() throws UnreadableException {
        if (span == null) {
            throw new UnreadableException("line " + (line + 1) + ": the value of " + name
                    + " is written in a way that cannot be edited safely; write it on one line, in one piece");
        }
        return span;
    }

    Setting toSetting() {
        return new Setting(name, value, line + 1);
    }

    @Override
    public String toString() {
        return "Located[" + name + ", line " + (line + 1) + "]";
    }
}
