package io.gatewaystore.credentials.config;

/** A piece of one line; both numbers from 0, in UTF-16 units. */
record Span(int line, int column, int length) {

    static Span between(int line, int column, int end) {
        return new Span(line, column, end - column);
    }

    int end() {
        return column + length;
    }
}
