package io.gatewaystore.testkit.etcd;

import io.gatewaystore.testkit.tls.TestCertificates;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The members of one cluster on one set of ports. */
final class MemberGroup {

    private static final int PORTS_PER_MEMBER = 3;

    private final MemberFactory factory;
    private final List<EtcdMember> members;

    /** Sets this cluster apart from others that had or will have its addresses. */
    private volatile String token = newToken();

    private MemberGroup(EtcdSpec spec, MemberFactory factory, Path directory, Http http) {
        this.factory = factory;
        Http health = Http.plain();
        List<MemberAddress> addresses = addresses(spec);
        List<EtcdMember> created = new ArrayList<>();
        for (MemberAddress address : addresses) {
            Path logFile = directory.resolve(address.name() + ".log");
            MemberProcess process = factory.create(address, addresses, () -> token, logFile);
            URI uri = address.healthUri().resolve("/health");
            created.add(new EtcdMember(
                    address,
                    process,
                    logFile,
                    new EtcdMember.Health(health, uri, spec.startTimeout(), this::isQuorumAble),
                    new EtcdAdmin(http, () -> List.of(address.uri()))));
        }
        this.members = List.copyOf(created);
    }

    static MemberGroup create(
            EtcdSpec spec, EtcdSource source, Path directory, TestCertificates certificates, Http http) {
        MemberFactory factory = source instanceof EtcdBinary binary
                ? new LocalProcesses(spec, binary, directory, certificates)
                : new Containers(spec, (EtcdImage) source, certificates);
        return new MemberGroup(spec, factory, directory, http);
    }

    List<EtcdMember> members() {
        return members;
    }

    EtcdMember member(int index) {
        return members.get(index);
    }

    /** Returns the members that run and are not frozen. */
    List<EtcdMember> able() {
        return members.stream().filter(EtcdMember::isAble).toList();
    }

    List<URI> ableEndpoints() {
        return able().stream().map(EtcdMember::uri).toList();
    }

    /** Starts all members at once and waits until all are healthy. */
    void launch(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        members.forEach(EtcdMember::launch);
        members.forEach(member -> member.awaitUp(deadline));
    }

    /** Waits until the members that can be are healthy. */
    void awaitHealthy(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        able().forEach(member -> member.awaitUp(deadline));
    }

    void wipe(Duration timeout, boolean asAnotherCluster) {
        members.forEach(EtcdMember::kill);
        members.forEach(EtcdMember::removeData);
        if (asAnotherCluster) {
            token = newToken();
        }
        launch(timeout);
    }

    void dispose() {
        members.forEach(EtcdMember::dispose);
        factory.dispose();
    }

    private boolean isQuorumAble() {
        return able().size() * 2 > members.size();
    }

    private static String newToken() {
        return UUID.randomUUID().toString();
    }

    private static List<MemberAddress> addresses(EtcdSpec spec) {
        List<Integer> ports = Ports.free(spec.host(), spec.members() * PORTS_PER_MEMBER);
        List<MemberAddress> addresses = new ArrayList<>();
        for (int i = 0; i < spec.members(); i++) {
            int first = i * PORTS_PER_MEMBER;
            addresses.add(new MemberAddress(
                    "m" + i,
                    spec.tls(),
                    spec.host(),
                    spec.clientPort().orElse(ports.get(first)),
                    ports.get(first + 1),
                    ports.get(first + 2)));
        }
        return List.copyOf(addresses);
    }
}
