package io.gatewaystore.etcd;

import io.etcd.jetcd.api.StatusResponse;
import io.gatewaystore.config.Endpoint;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.IoThread;
import io.gatewaystore.status.MemberHealth;
import io.gatewaystore.status.MemberStatus;
import io.gatewaystore.status.StoreState;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The endpoints of a cluster. Calls stay with one member until it fails; where each client begins is left to chance, so that they spread. */
final class Members {

    /** Of use on a busy machine only, where a connection may still be in the making. */
    static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final List<Member> members;
    private volatile int current;

    Members(List<Endpoint> endpoints, Function<Endpoint, Member> connect) {
        members = endpoints.stream().map(connect).toList();
        current = ThreadLocalRandom.current().nextInt(members.size());
    }

    boolean isSingle() {
        return members.size() == 1;
    }

    List<Member> all() {
        return members;
    }

    /** Begins with a member that is known to be well. */
    void prefer(Endpoint endpoint) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).endpoint().equals(endpoint)) {
                current = i;
            }
        }
    }

    /** Goes on to the next member, if this is the current one. */
    void leave(Member member) {
        int index = current;
        if (members.get(index) == member) {
            current = (index + 1) % members.size();
        }
    }

    /**
     * The member to talk to: the current one, or the next against which nothing is known. If there is none, one that answers at least; else the one
     * that has not failed for the longest.
     */
    Member pick() {
        int start = current;
        Member best = members.get(start);
        for (int i = 0; i < members.size(); i++) {
            int index = (start + i) % members.size();
            Member member = members.get(index);
            if (member.isUsable()) {
                if (index != start) {
                    current = index;
                }
                return member;
            }
            if (isLesserEvil(member, best)) {
                best = member;
            }
        }
        return best;
    }

    /** The member for a stream: where calls go, but not where the last one ended if there is another: that it ended says little about calls. */
    Member pickOtherThan(@Nullable Member last) {
        Member best = pick();
        if (best != last) {
            return best;
        }
        return members.stream()
                .filter(member -> member != last && member.isUsable())
                .findFirst()
                .orElse(best);
    }

    private static boolean isLesserEvil(Member one, Member other) {
        boolean answers = one.health() == MemberHealth.LEADERLESS;
        boolean otherAnswers = other.health() == MemberHealth.LEADERLESS;
        return answers == otherAnswers ? one.failedAt() - other.failedAt() < 0 : answers;
    }

    // --- what is known of them ----------------------------------------------------------------------------------

    StoreState state() {
        long usable = members.stream().filter(Member::isUsable).count();
        if (usable == members.size()) {
            return StoreState.CONNECTED;
        }
        return usable == 0 ? StoreState.DISCONNECTED : StoreState.DEGRADED;
    }

    List<MemberStatus> statuses() {
        long leader = members.stream()
                .map(Member::selfDescription)
                .filter(Objects::nonNull)
                .max(Comparator.comparingLong(StatusResponse::getRaftTerm))
                .map(StatusResponse::getLeader)
                .orElse(0L);
        return members.stream().map(member -> member.status(leader)).toList();
    }

    /** Ends the streams, and the connections that are for them. */
    void endStreams() {
        members.forEach(Member::endStreams);
    }

    /** Ends all connections, without waiting for them. */
    void end() {
        members.forEach(Member::close);
    }

    /** Ends all connections. Where waiting is allowed, waits a moment for them, since they need their event loops to end well. */
    void close() {
        end();
        if (!(Thread.currentThread() instanceof IoThread)) {
            Deadline patience = Deadline.after(CLOSE_PATIENCE);
            members.forEach(member -> member.awaitEnd(patience));
        }
    }

    @Override
    public String toString() {
        return members.toString();
    }
}
