package io.gatewaystore.testkit.model;

/**
 * A revision, or another number to compare with, named by what it is at the time of the step. So it keeps its sense when other steps are left
 * out.
 *
 * @param kind what the number is counted from
 * @param key the whole key, for the kinds that ask for one; else empty
 * @param distance what is added
 */
record RevisionChoice(Kind kind, String key, long distance) {

    /** What the number is counted from. */
    enum Kind {
        /** Nothing: the distance is the number. */
        NUMBER,
        /** The store's newest revision. */
        NEWEST,
        /** The oldest revision that can be read. */
        COMPACTED,
        /** The last write of a key, or the newest revision if there is no such key. */
        LAST_WRITE,
        /** The write that created a key, or the newest revision if there is no such key. */
        CREATION
    }

    /** Turns choices into the numbers that they are for one store at one moment. */
    @FunctionalInterface
    interface Numbers {
        long of(RevisionChoice choice);
    }

    static RevisionChoice number(long number) {
        return new RevisionChoice(Kind.NUMBER, "", number);
    }

    static RevisionChoice newest(long distance) {
        return new RevisionChoice(Kind.NEWEST, "", distance);
    }

    static RevisionChoice compacted(long distance) {
        return new RevisionChoice(Kind.COMPACTED, "", distance);
    }

    static RevisionChoice lastWrite(String key, long distance) {
        return new RevisionChoice(Kind.LAST_WRITE, key, distance);
    }

    static RevisionChoice creation(String key, long distance) {
        return new RevisionChoice(Kind.CREATION, key, distance);
    }

    /** The number in a store whose first revision of this run follows {@code base}. */
    long in(Reference reference, long base) {
        if (kind == Kind.NUMBER) {
            return distance;
        }
        // No revision before the run's first: what was there then is not the same in every store.
        return base + Math.max(1, reference.revision(this));
    }

    @Override
    public String toString() {
        if (kind == Kind.NUMBER) {
            return Long.toString(distance);
        }
        String origin =
                kind.name().toLowerCase(java.util.Locale.ROOT) + (key.isEmpty() ? "" : "(" + Text.of(key) + ")");
        return origin + (distance == 0 ? "" : distance > 0 ? "+" + distance : "" + distance);
    }
}
