package io.gatewaystore.etcd;

/**
 * What watches on one stream have in common. etcd answers a request for progress only when no watch on the stream has anything left to catch up with
 * or to wait for, so those that have are kept apart.
 */
enum Lane {
    /** Told of changes as they happen. */
    LIVE(2),
    /** Began in the past. */
    CATCHING_UP(1),
    /** Begin at a revision that does not exist yet. */
    FUTURE(1);

    private final int streams;

    Lane(int streams) {
        this.streams = streams;
    }

    /** How many streams it has at most. */
    int streams() {
        return streams;
    }
}
