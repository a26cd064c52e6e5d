package io.gatewaystore.etcd;

import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.ResponseHeader;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.etcd.internal.tls.ClientTls;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.status.CertificateStatus;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One way to a cluster, as one configuration describes it: the members, and the token of the user. Another configuration means other connections,
 * which take the place of these in {@link Transport}.
 *
 * <p>Every call holds the connections it uses. Once they are retired nobody new gets hold of them, and they are closed when the last call has let
 * go. Streams would never let go: they end at once, and whoever needs one opens it on the connections of the day.
 */
final class Connections {

    /** How often certificate files are read. They are few and small. */
    private static final Duration LOOK_AT_FILES = Duration.ofSeconds(1);

    private final StoreConfig config;
    private final boolean coalescing;
    private final @Nullable ClientTls tls;
    private final Transport transport;
    private final Members members;
    private final Tokens tokens;
    private final Probing probing;
    // One is the transport's own, until it retires these connections; at zero they are closed for good.
    private final AtomicLong holds = new AtomicLong(1);
    private volatile long raftTerm;
    private volatile boolean onTrial;

    /**
     * Makes connections.
     *
     * @param tls what secures them, if anything does; closed with the connections
     */
    Connections(StoreConfig config, @Nullable ClientTls tls, IoThreads threads, Transport transport) {
        this.config = config;
        this.coalescing = config.etcd().coalescing();
        this.tls = tls;
        this.transport = transport;
        ChannelCredentials credentials = tls == null ? InsecureChannelCredentials.create() : tls.credentials();
        Channels channels = new Channels(config, credentials, threads);
        this.members = new Members(
                config.etcd().endpoints(),
                endpoint -> new Member(endpoint, () -> channels.connect(endpoint), this::doubt));
        this.tokens = new Tokens(config.etcd(), this::authenticate);
        this.probing = new Probing(members, tokens, transport::healthChanged, transport::heldUpAt);
    }

    private void doubt(Member member) {
        probing.doubt(member);
    }

    private CompletableFuture<String> authenticate(AuthenticateRequest request, Deadline deadline) {
        return transport.callOn(
                this, Tokens.AUTHENTICATE, request, new Purpose("authenticate", request.getName()), deadline);
    }

    Members members() {
        return members;
    }

    Probing probing() {
        return probing;
    }

    Tokens tokens() {
        return tokens;
    }

    /** Whether a configuration leads to the same members in the same way. */
    boolean areThoseOf(StoreConfig other) {
        return config.etcd().equals(other.etcd()) && config.connectTimeout().equals(other.connectTimeout());
    }

    /** Whether operations that arrive while others are under way travel together. */
    boolean areCoalescing() {
        return coalescing;
    }

    boolean areEncrypted() {
        return config.etcd().tls().isPresent();
    }

    /** The certificates that new connections to members are made with. */
    List<CertificateStatus> certificates() {
        return tls == null ? List.of() : tls.certificates();
    }

    // --- what the other end says of itself ----------------------------------------------------------------------

    /** A member has answered something. False if it is not of the cluster: then it is set aside, and what it says is worth nothing. */
    boolean heard(Member member, ResponseHeader header) {
        if (!members.admit(member, header.getClusterId())) {
            member.setAside();
            return false;
        }
        if (header.getRaftTerm() > raftTerm) {
            // There is another leader, or this is the first that is heard of one.
            raftTerm = header.getRaftTerm();
            probing.askAll();
        }
        if (!onTrial) {
            transport.heard(header.getRevision());
        }
        return true;
    }

    /** The same, of a call that was made at some time ({@link System#nanoTime()}). */
    boolean answered(Member member, ResponseHeader header, long askedAt) {
        boolean ours = heard(member, header);
        if (ours && !onTrial) {
            transport.answered(header, askedAt);
        }
        return ours;
    }

    /** The cluster, or 0 if none has been met. */
    long clusterId() {
        return members.clusterId();
    }

    // --- life ---------------------------------------------------------------------------------------------------

    /** Until they {@link #takeOver} they may lead to another cluster, whose revisions mean nothing to the store. */
    Connections onTrial() {
        onTrial = true;
        return this;
    }

    /** They are what the store goes by from now on, so its certificate files are followed, and what is doubtful about them is worth saying. */
    void takeOver() {
        onTrial = false;
        if (tls != null) {
            tls.followFiles(LOOK_AT_FILES);
        }
    }

    /** Gets hold of the connections for a call, which has to {@link #release} them; not possible once they are retired. */
    boolean hold() {
        return holds.getAndUpdate(count -> count > 0 ? count + 1 : count) > 0;
    }

    void release() {
        if (holds.decrementAndGet() == 0) {
            probing.end();
            members.end();
            leaveFiles();
        }
    }

    /** Others have taken their place: streams end now, calls when they are done. */
    void retire() {
        probing.end();
        members.endStreams();
        tokens.giveUp();
        release();
    }

    /** Ends all calls and connections. */
    void close() {
        holds.set(0);
        probing.end();
        members.close();
        leaveFiles();
    }

    private void leaveFiles() {
        if (tls != null) {
            tls.close();
        }
    }

    boolean areClosed() {
        return holds.get() <= 0;
    }

    @Override
    public String toString() {
        return members + (areEncrypted() ? " (TLS)" : " (plaintext)");
    }
}
