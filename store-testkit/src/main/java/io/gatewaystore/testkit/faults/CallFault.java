package io.gatewaystore.testkit.faults;

import java.time.Duration;
import java.util.Objects;

/**
 * What a {@link FaultyStore} does with a call instead of what was asked.
 *
 * <p>Immutable.
 */
public final class CallFault {

    /** What becomes of the call itself; it may be late besides. */
    enum Kind {
        REFUSED,
        LOST_REQUEST,
        LOST_ANSWER,
        HELD_BACK,
        LATE_REQUEST,
        LATE_ANSWER
    }

    private final Kind kind;
    private final Duration delay;

    private CallFault(Kind kind, Duration delay) {
        this.kind = kind;
        this.delay = delay;
    }

    /**
     * The call is not made and fails with {@link io.gatewaystore.error.UnavailableException}, {@code NOT_APPLIED}.
     *
     * @return the fault
     */
    public static CallFault refused() {
        return new CallFault(Kind.REFUSED, Duration.ZERO);
    }

    /**
     * The call is not made, and nobody knows: it fails with {@link io.gatewaystore.error.UnavailableException}, a write as {@code UNKNOWN}.
     *
     * @return the fault
     */
    public static CallFault lostRequest() {
        return new CallFault(Kind.LOST_REQUEST, Duration.ZERO);
    }

    /**
     * The call is made, and its answer is lost: it fails with {@link io.gatewaystore.error.UnavailableException}, a write as {@code UNKNOWN}, although
     * the write was applied. A call that fails by itself fails as it did.
     *
     * @return the fault
     */
    public static CallFault lostAnswer() {
        return new CallFault(Kind.LOST_ANSWER, Duration.ZERO);
    }

    /**
     * A write fails with {@link io.gatewaystore.error.UnavailableException}, {@code UNKNOWN}, and is made when {@link FaultyStore#release()} is
     * called: the write that arrives late, and overwrites what came in between if it has no condition. A read fails and is not made.
     *
     * @return the fault
     */
    public static CallFault heldBack() {
        return new CallFault(Kind.HELD_BACK, Duration.ZERO);
    }

    /**
     * The call is made some time later, though not after its deadline. Later writes to its key wait for it, as they do for any write.
     *
     * @param delay how much later, above zero
     * @return the fault
     * @throws IllegalArgumentException if the time is zero or negative
     */
    public static CallFault lateRequest(Duration delay) {
        return new CallFault(Kind.LATE_REQUEST, aboveZero(delay));
    }

    /**
     * The call is made and its answer comes some time later; if that is after its deadline, the call fails with
     * {@link io.gatewaystore.error.DeadlineExceededException}, a write as {@code UNKNOWN}.
     *
     * @param delay how much later, above zero
     * @return the fault
     * @throws IllegalArgumentException if the time is zero or negative
     */
    public static CallFault lateAnswer(Duration delay) {
        return new CallFault(Kind.LATE_ANSWER, aboveZero(delay));
    }

    private static Duration aboveZero(Duration delay) {
        Objects.requireNonNull(delay, "delay");
        if (delay.isZero() || delay.isNegative()) {
            throw new IllegalArgumentException("delay: " + delay + " (expected: above zero)");
        }
        return delay;
    }

    Kind kind() {
        return kind;
    }

    Duration delay() {
        return delay;
    }

    @Override
    public String toString() {
        return kind + (delay.isZero() ? "" : " by " + delay);
    }
}
