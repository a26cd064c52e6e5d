package io.gatewaystore.testkit.history;

/**
 * What a history has to keep to.
 *
 * <p>Immutable.
 */
public enum Rule {
    /** A key has one content at one revision, whoever tells of it, and nobody is told of a revision before it exists. */
    CONTENT,
    /** Every value was written by somebody, and every deletion was asked for. */
    PHANTOM,
    /** A write is applied once. */
    APPLIED_TWICE,
    /** A write reported as not applied, or as in conflict, is not applied. */
    FALSE_FAILURE,
    /** What was acknowledged is there. */
    LOST_WRITE,
    /** A write with a condition is applied only if the condition holds. */
    LOST_UPDATE,
    /** A conflict is reported only if the condition does not hold. */
    FALSE_CONFLICT,
    /** A write's revision is above that of everything that ended before it began. */
    REAL_TIME,
    /** A read shows the newest state at its revision, which is not below that of anything that ended before it began. */
    STALE_READ,
    /** A watch's snapshot is the state at its revision. */
    WATCH_SNAPSHOT,
    /** A watch is told revisions in ascending order. */
    WATCH_ORDERED,
    /** A watch is told a change once. */
    WATCH_UNIQUE,
    /** A watch is told a revision in one piece, and of one revision at a time. */
    WATCH_WHOLE,
    /** A watch is told of every revision that changes its range, after breaks too. */
    WATCH_COMPLETE,
    /** A watch is told of nothing outside its range. */
    WATCH_RANGE,
    /** The previous entry a watch is told is the one there was. */
    WATCH_PREVIOUS,
    /** Progress is reported once everything up to it was told, and never goes back. */
    WATCH_PROGRESS,
    /** A resync shows the state at its revision, and the difference between it and what the watch was told. */
    WATCH_RESYNC
}
