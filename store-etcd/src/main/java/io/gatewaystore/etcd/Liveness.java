package io.gatewaystore.etcd;

import java.time.Duration;

/**
 * Whether somebody is still at the other end of a stream. Every message is a sign of life; after a while without one somebody has to ask for
 * one, and if none comes soon the stream is worth nothing. Not thread-safe.
 */
final class Liveness {

    /** How long a stream may be idle before it is asked for a sign of life. */
    static final Duration IDLE = Duration.ofSeconds(4);

    /** How long the answer may take. */
    static final Duration ANSWER = Duration.ofSeconds(3);

    enum Step {
        WAIT,
        ASK,
        GIVE_UP
    }

    private long heardAt;
    private long askedAt;
    private boolean asked;

    Liveness(long now) {
        heardAt = now;
    }

    void heard(long now) {
        heardAt = now;
        asked = false;
    }

    /** What to do now. Being told to ask means that it is going to be done. */
    Step step(long now) {
        if (untilNext(now).compareTo(Duration.ZERO) > 0) {
            return Step.WAIT;
        }
        if (asked) {
            return Step.GIVE_UP;
        }
        asked = true;
        askedAt = now;
        return Step.ASK;
    }

    /** When there is something to do, if nothing is heard until then. */
    Duration untilNext(long now) {
        return asked ? ANSWER.minusNanos(now - askedAt) : IDLE.minusNanos(now - heardAt);
    }

    /** How long nothing has been heard. */
    Duration silence(long now) {
        return Duration.ofNanos(now - heardAt);
    }
}
