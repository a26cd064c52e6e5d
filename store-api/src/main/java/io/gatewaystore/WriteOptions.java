package io.gatewaystore;

import io.gatewaystore.session.Session;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a written key lives.
 *
 * <p>Immutable.
 */
public final class WriteOptions {

    private static final Duration SHORTEST_TTL = Duration.ofSeconds(2);
    /** Some 50 years: every backend can count that far. */
    private static final Duration LONGEST_TTL = Duration.ofDays(18_250);

    private static final WriteOptions PERMANENT = new WriteOptions(null, null, false);
    private static final WriteOptions KEEP_LEASE = new WriteOptions(null, null, true);

    private final @Nullable Duration ttl;
    private final @Nullable Session session;
    private final boolean keepLease;

    private WriteOptions(@Nullable Duration ttl, @Nullable Session session, boolean keepLease) {
        this.ttl = ttl;
        this.session = session;
        this.keepLease = keepLease;
    }

    /**
     * The key lives until somebody deletes it; a TTL it had is gone. The default of {@code put} and {@code create}.
     *
     * @return the options
     */
    public static WriteOptions permanent() {
        return PERMANENT;
    }

    /**
     * The key is deleted by itself when this time has passed and no later write has given it another life. Never earlier than this time after
     * the write was called; since it is counted from a moment within the call, before the write is applied, the key may live shorter than this
     * after the call returned, by what the call took: at most its deadline. The store may be late by a few seconds, longer after it lost its
     * leader, since it then starts counting anew.
     *
     * <p>If the outcome of the write is unknown, or it was cancelled, nothing is taken back: what it wrote, or may still write, lives out its time.
     *
     * @param ttl whole seconds, from 2 to 18,250 days (50 years)
     * @return the options
     * @throws IllegalArgumentException if the time is shorter than 2 s, longer than 18,250 days, or has a fraction of a second
     */
    public static WriteOptions ttl(Duration ttl) {
        if (ttl.compareTo(SHORTEST_TTL) < 0 || ttl.compareTo(LONGEST_TTL) > 0 || ttl.toNanosPart() != 0) {
            throw new IllegalArgumentException("ttl: " + ttl + " (expected: whole seconds, from 2 to 18,250 days)");
        }
        return new WriteOptions(ttl, null, false);
    }

    /**
     * The key lives as long as a session, and is deleted when that ends or is lost: it does not come back by itself, as a
     * {@linkplain Session#register registration} does. If the session is lost when the write is sent, or the store does not have its lease any more,
     * the write fails with {@link io.gatewaystore.error.SessionLostException}. If the outcome of the write is unknown, or it was cancelled, the session
     * deletes what it wrote after all at its next renewal.
     *
     * @param session a session of the opened store that writes, or of a view of it
     * @return the options
     */
    public static WriteOptions onSession(Session session) {
        return new WriteOptions(null, Objects.requireNonNull(session, "session"), false);
    }

    /**
     * The key keeps the life it has: its TTL goes on, or it stays permanent. The default of {@code replace} and
     * {@code update}. A write that finds no key makes a permanent one. In a transaction such a put counts as one nested in it, and its value
     * twice, since it has to be sent for both cases.
     *
     * @return the options
     */
    public static WriteOptions keepLease() {
        return KEEP_LEASE;
    }

    /**
     * The TTL asked for.
     *
     * @return the time, or empty
     */
    public Optional<Duration> ttl() {
        return Optional.ofNullable(ttl);
    }

    /**
     * The session that the key is bound to.
     *
     * @return the session, or empty
     */
    public Optional<Session> session() {
        return Optional.ofNullable(session);
    }

    /**
     * Whether the key keeps the lease it has.
     *
     * @return true for {@link #keepLease()}
     */
    public boolean keepsLease() {
        return keepLease;
    }

    @Override
    public String toString() {
        if (ttl != null) {
            return "ttl(" + ttl + ")";
        }
        if (session != null) {
            return "onSession";
        }
        return keepLease ? "keepLease" : "permanent";
    }
}
