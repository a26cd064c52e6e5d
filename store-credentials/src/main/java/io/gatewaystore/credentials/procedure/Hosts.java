package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.host.Host;
import io.gatewaystore.credentials.host.LocalHost;
import io.gatewaystore.credentials.host.RemoteHost;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The hosts of a command. What it has running on others serves all its requests to that member, and ends with it. */
final class Hosts implements AutoCloseable {

    private final Host local;
    private final Map<Reach, RemoteHost> remote = new ConcurrentHashMap<>();

    Hosts(Clock clock) {
        this.local = new LocalHost(clock);
    }

    /** How a member is reached. Members on one host have each their own, since they can be asked at the same time. */
    private record Reach(String member, String host, String onNode, String storectl) {}

    Host local() {
        return local;
    }

    Host of(Deployment deployment, Member member) {
        return member.isLocal()
                ? local
                : remote.computeIfAbsent(
                        new Reach(member.name(), member.host(), deployment.onNode(), deployment.storectl()),
                        reach -> new RemoteHost(reach.host(), reach.onNode(), reach.storectl()));
    }

    @Override
    public void close() {
        remote.values().forEach(RemoteHost::close);
    }
}
