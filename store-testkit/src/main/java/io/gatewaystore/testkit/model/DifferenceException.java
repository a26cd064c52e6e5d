package io.gatewaystore.testkit.model;

import java.util.List;

/** A store answered otherwise than the reference. */
final class DifferenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int step;

    /**
     * Creates an exception.
     *
     * @param step the number of the step, from 0
     * @param what what was asked
     * @param answers a line for each who answered
     */
    DifferenceException(int step, String what, List<String> answers) {
        super(what + "\n    " + String.join("\n    ", answers));
        this.step = step;
    }

    /** The number of the step at which it showed, from 0. */
    int step() {
        return step;
    }
}
