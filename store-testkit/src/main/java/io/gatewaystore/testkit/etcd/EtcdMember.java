package io.gatewaystore.testkit.etcd;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One member of an {@link EtcdCluster}, to be killed, frozen and brought back.
 *
 * <p>Thread-safe.
 */
public final class EtcdMember {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration HEALTH_ANSWER = Duration.ofSeconds(2);
    private static final String PORT_TAKEN = "address already in use";
    private static final int LOG_TAIL_LINES = 40;

    private final MemberAddress address;
    private final MemberProcess process;
    private final Path logFile;
    private final Health health;
    private final EtcdAdmin admin;
    private volatile long id;

    EtcdMember(MemberAddress address, MemberProcess process, Path logFile, Health health, EtcdAdmin admin) {
        this.address = address;
        this.process = process;
        this.logFile = logFile;
        this.health = health;
        this.admin = admin;
    }

    /** What a member needs to know to tell whether it is well. */
    record Health(Http http, URI uri, Duration timeout, QuorumCheck quorum) {}

    /** Tells whether enough members run for the cluster to serve. */
    @FunctionalInterface
    interface QuorumCheck {
        boolean isPossible();
    }

    /**
     * Returns the member's name.
     *
     * @return {@code m0}, {@code m1}, and so on
     */
    public String name() {
        return address.name();
    }

    /**
     * Returns where clients reach the member.
     *
     * @return host and port as the configuration takes them, for instance {@code 127.0.0.1:20379}
     */
    public String endpoint() {
        return address.endpoint();
    }

    /**
     * Returns the port for clients. It stays the same through restarts.
     *
     * @return the port
     */
    public int port() {
        return address.clientPort();
    }

    /**
     * Returns an admin client that speaks to this member only.
     *
     * @return the client
     */
    public EtcdAdmin admin() {
        return admin;
    }

    /**
     * Tells whether the member's process exists, frozen or not.
     *
     * @return whether it runs
     */
    public boolean isRunning() {
        return process.isRunning();
    }

    /**
     * Tells whether the member is {@linkplain #freeze() frozen}.
     *
     * @return whether it is frozen
     */
    public boolean isFrozen() {
        return process.isFrozen();
    }

    /** Kills the member as {@code kill -9} does. Returns when it is gone; nothing happens if it does not run. */
    public void kill() {
        process.kill();
    }

    /** Stops the member in an orderly way. Returns when it is gone; nothing happens if it does not run. */
    public void stop() {
        process.stop();
    }

    /**
     * Stops the member from running while its connections stay open, as {@code SIGSTOP} does.
     *
     * @throws IllegalStateException if it does not run
     */
    public void freeze() {
        process.freeze();
    }

    /**
     * Lets a frozen member go on.
     *
     * @throws IllegalStateException if it does not run
     */
    public void thaw() {
        process.thaw();
    }

    /**
     * Starts a member that does not run, on its ports and its data, and waits until it serves; if too few members run for
     * the cluster to serve, until its process answers.
     *
     * @throws IllegalStateException if it runs
     * @throws EtcdUnavailableException if it does not come up; the message has the end of its log
     */
    public void start() {
        if (isRunning()) {
            throw new IllegalStateException(name() + " runs already");
        }
        long deadline = System.nanoTime() + health.timeout().toNanos();
        while (true) {
            process.start();
            try {
                awaitUp(deadline);
                return;
            } catch (PortTakenException e) {
                // Somebody's passing connection; ours again as soon as that ends.
                if (System.nanoTime() - deadline > 0) {
                    throw e.givenUp();
                }
            }
        }
    }

    /** Kills the member if it runs, and starts it again on its ports and its data. */
    public void restart() {
        kill();
        start();
    }

    /**
     * Returns all the member has logged.
     *
     * @return the log
     */
    public String log() {
        return process.log();
    }

    /**
     * Returns the file with the member's log. A container's is written when the cluster is closed.
     *
     * @return the file, which goes with the cluster unless the logs are kept
     */
    public Path logFile() {
        return logFile;
    }

    @Override
    public String toString() {
        return name() + " at " + endpoint();
    }

    URI uri() {
        return address.uri();
    }

    boolean isAble() {
        return process.isRunning() && !process.isFrozen();
    }

    void launch() {
        process.start();
    }

    void awaitUp(long deadline) {
        while (!isUp()) {
            if (process.awaitExit(POLL)) {
                throw endedEarly();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new EtcdUnavailableException(this + " was not healthy within " + health.timeout() + logTail());
            }
        }
    }

    /** The id that the others know the member by; it stays the same as long as the cluster does, so a member that is down has one too. */
    long id() {
        if (isAble()) {
            id = admin.status().memberId();
        }
        if (id == 0) {
            throw new IllegalStateException(this + " has not run yet, so that its id is not known");
        }
        return id;
    }

    void restoreData(Path snapshot) {
        process.restoreData(snapshot);
    }

    void removeData() {
        process.removeData();
    }

    void dispose() {
        process.dispose();
    }

    void writeLog(Path file) {
        try {
            Files.writeString(file, log());
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + file, e);
        }
    }

    String logTail() {
        List<String> lines = log().lines().toList();
        List<String> tail = lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size());
        return "\n--- end of the log of " + this + " ---\n" + String.join("\n", tail);
    }

    private boolean isUp() {
        Optional<JsonNode> answer = health.http().get(health.uri(), HEALTH_ANSWER);
        return answer.isPresent()
                && (answer.get().path("health").asBoolean() || !health.quorum().isPossible());
    }

    private RuntimeException endedEarly() {
        String message = this + " ended while starting" + logTail();
        return logTail().contains(PORT_TAKEN) ? new PortTakenException(message) : new EtcdUnavailableException(message);
    }
}
