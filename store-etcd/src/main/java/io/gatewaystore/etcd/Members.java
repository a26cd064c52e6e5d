package io.gatewaystore.etcd;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.IoThread;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** The endpoints of a cluster. Calls stay with one member until it fails; where each client begins is left to chance, so that they spread. */
final class Members {

    /** Of use on a busy machine only, where a connection may still be in the making. */
    static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

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

    /** The member to talk to: the current one, or the next that is not set aside; if all are, the one that has been for the longest. */
    Member pick() {
        int start = current;
        Member best = members.get(start);
        for (int i = 0; i < members.size(); i++) {
            int index = (start + i) % members.size();
            Member member = members.get(index);
            if (!member.isSetAside()) {
                if (index != start) {
                    current = index;
                }
                return member;
            }
            if (member.setAsideUntil() - best.setAsideUntil() < 0) {
                best = member;
            }
        }
        return best;
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
