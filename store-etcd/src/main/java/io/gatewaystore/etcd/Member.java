package io.gatewaystore.etcd;

import io.etcd.jetcd.api.StatusResponse;
import io.gatewaystore.config.Endpoint;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.status.MemberHealth;
import io.gatewaystore.status.MemberStatus;
import io.grpc.ManagedChannel;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint with its connections, and what is known of how it is. Calls and streams do not share a connection, so that a large answer never holds
 * up a watch; nor do questions after its health share one with them, so that a large request or answer never looks like silence.
 */
final class Member {

    private final Endpoint endpoint;
    private final Consumer<Member> doubt;
    private final Line calls;
    private final Line streams;
    private final Line probes;
    private volatile long heardAt = System.nanoTime();
    private volatile long failedAt = System.nanoTime();
    private volatile MemberHealth health = MemberHealth.UNTRIED;
    private volatile String problem = "";
    private volatile boolean admitted;
    private volatile @Nullable StatusResponse selfDescription;

    /**
     * Prepares to connect.
     *
     * @param connect makes a connection
     * @param doubt is told when the member has failed somebody
     */
    Member(Endpoint endpoint, Supplier<ManagedChannel> connect, Consumer<Member> doubt) {
        this.endpoint = endpoint;
        this.doubt = doubt;
        this.calls = new Line(connect);
        this.streams = new Line(connect);
        this.probes = new Line(connect);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    ManagedChannel calls() {
        return calls.channel();
    }

    ManagedChannel streams() {
        return streams.channel();
    }

    /** For questions after its health. */
    Line probes() {
        return probes;
    }

    // --- how it is ----------------------------------------------------------------------------------------------

    /** It said something, on whatever connection. */
    void heard() {
        heardAt = System.nanoTime();
    }

    /** It served a call. */
    void served() {
        heard();
        if (health == MemberHealth.UNTRIED) {
            health = MemberHealth.HEALTHY;
        }
    }

    long heardAt() {
        return heardAt;
    }

    /** When it last failed somebody. */
    long failedAt() {
        return failedAt;
    }

    /** It failed somebody: others are preferred from now on, and it is asked how it is. What is in flight on it goes on until that is known. */
    void setAside() {
        failedAt = System.nanoTime();
        doubt.accept(this);
    }

    MemberHealth health() {
        return health;
    }

    boolean isUsable() {
        return health.isUsable();
    }

    /**
     * What is known of it.
     *
     * @param leader the id of the member that leads, 0 if that is not known
     */
    MemberStatus status(long leader) {
        StatusResponse description = selfDescription;
        boolean leads =
                description != null && leader != 0 && description.getHeader().getMemberId() == leader;
        return new MemberStatus(
                endpoint,
                health,
                Optional.ofNullable(description).map(StatusResponse::getVersion),
                leads && isUsable(),
                Optional.of(problem).filter(text -> !text.isEmpty()));
    }

    /** What has been found out, and whether it is news. */
    boolean judge(MemberHealth verdict, String why) {
        boolean changed = health != verdict;
        health = verdict;
        problem = why;
        return changed;
    }

    /** What it last said of itself; null if it was not asked yet or does not tell this user. */
    @Nullable
    StatusResponse selfDescription() {
        return selfDescription;
    }

    void describesItself(StatusResponse description) {
        selfDescription = description;
    }

    // --- which cluster it is of ---------------------------------------------------------------------------------

    /** Whether it has ever said that it is of the cluster that the store was on then. */
    boolean isAdmitted() {
        return admitted;
    }

    void admit() {
        admitted = true;
    }

    // --- connections --------------------------------------------------------------------------------------------

    /** Something came over the connection for calls. */
    void heardOnCalls() {
        calls.heard();
        heard();
    }

    long callsHeardAt() {
        return calls.heardAt();
    }

    /** Whether calls travel over this connection now. */
    boolean isForCalls(ManagedChannel line) {
        return calls.isCurrent(line);
    }

    /** Lets later calls travel over another connection; false if they do already. */
    boolean replaceCalls(ManagedChannel line) {
        return calls.replace(line);
    }

    /** It has been reached: connections that broke are made again at once. */
    void reconnect() {
        calls.reconnectNow();
        streams.reconnectNow();
    }

    /** Ends what is in flight on it. */
    void cut() {
        calls.renew();
        streams.renew();
    }

    void endStreams() {
        streams.end();
    }

    void close() {
        calls.end();
        streams.end();
        probes.end();
    }

    void awaitEnd(Deadline patience) {
        try {
            calls.awaitEnd(patience);
            streams.awaitEnd(patience);
            probes.awaitEnd(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
