package io.gatewaystore.credentials.config;

import java.util.Map;
import java.util.function.UnaryOperator;

/** A configuration file that has been understood. The draft given to its methods has to hold the text that was. */
interface ConfigText {

    /** Every value of the file by its name, in the order of the file. */
    Map<String, Located> values();

    /** Gives a setting a value, where it stands or else on a line of its own. */
    void set(Draft draft, String name, String value) throws UnreadableException;

    /** Changes the text of a value within its quotes. */
    default void rewrite(Draft draft, String name, UnaryOperator<String> change) throws UnreadableException {
        Located located = values().get(name);
        if (located != null) {
            Span span = located.editable();
            draft.replace(span, change.apply(draft.text().at(span)));
        }
    }

    /** Removes a setting that is there. */
    void remove(Draft draft, String name) throws UnreadableException;

    /** How a format is read. */
    @FunctionalInterface
    interface Parser {
        ConfigText parse(SourceText text) throws UnreadableException;
    }
}
