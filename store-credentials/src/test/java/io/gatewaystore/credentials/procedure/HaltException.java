package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.journal.Interruption;

/** The end of a process, played in this one: nobody catches it, and nothing is written any more. */
final class HaltException extends Error {

    private static final long serialVersionUID = 1L;

    /** Ends a command at one of its moments, counted from 0. */
    static final class AtMoment implements Interruption {
        private final int last;
        private int passed;

        AtMoment(int last) {
            this.last = last;
        }

        @Override
        public void moment() {
            if (passed++ == last) {
                throw new HaltException();
            }
        }
    }
}
