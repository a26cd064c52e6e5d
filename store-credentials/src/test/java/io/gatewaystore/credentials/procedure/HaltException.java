package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.journal.Interruption;

/** The end of a process, played in this one: nobody catches it, and nothing is written any more. */
final class HaltException extends Error {

    private static final long serialVersionUID = 1L;

    /** Counts the moments of a command, and ends it at one of them. */
    static final class AtMoment implements Interruption {
        private final int last;
        private int passed;

        AtMoment(int last) {
            this.last = last;
        }

        static AtMoment never() {
            return new AtMoment(Integer.MAX_VALUE);
        }

        int passed() {
            return passed;
        }

        @Override
        public void moment() {
            if (passed++ == last) {
                throw new HaltException();
            }
        }
    }
}
