package io.gatewaystore.examples.gateway;

import io.gatewaystore.watch.Resync;

/** What a gateway learns about the services; {@code toString} says it in a line. */
sealed interface ServiceEvent {

    /** The revision at which it happened. */
    long revision();

    /** A service is new. */
    record Added(RegisteredService service) implements ServiceEvent {
        @Override
        public long revision() {
            return service.revision();
        }

        @Override
        public String toString() {
            return "added " + service;
        }
    }

    /** A service was written again. */
    record Changed(RegisteredService service) implements ServiceEvent {
        @Override
        public long revision() {
            return service.revision();
        }

        @Override
        public String toString() {
            return "changed " + service;
        }
    }

    /** A service is gone. */
    record Removed(String name, long revision) implements ServiceEvent {
        @Override
        public String toString() {
            return "removed " + name;
        }
    }

    /** Somebody wrote something else among the services. */
    record Spoilt(Undecodable entry) implements ServiceEvent {
        @Override
        public long revision() {
            return entry.revision();
        }

        @Override
        public String toString() {
            return entry.toString();
        }
    }

    /** The store lost the history since the last event; the events that follow are the difference. */
    record Gap(Resync.Reason reason, long revision) implements ServiceEvent {
        @Override
        public String toString() {
            return "the store's history has a gap (" + reason + "), what differs follows";
        }
    }
}
