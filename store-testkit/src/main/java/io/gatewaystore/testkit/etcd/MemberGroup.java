package io.gatewaystore.testkit.etcd;

import io.gatewaystore.testkit.faults.PeerProxy;
import io.gatewaystore.testkit.internal.Ports;
import io.gatewaystore.testkit.tls.TestCertificates;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The members of one cluster on one set of ports. */
final class MemberGroup {

    private static final int PORTS_PER_MEMBER = 3;

    private final MemberFactory factory;
    private final List<EtcdMember> members;

    /** One before each member, in order, or none at all. */
    private final List<PeerProxy> peerProxies;

    /** Sets this cluster apart from others that had or will have its addresses. */
    private volatile String token = newToken();

    private MemberGroup(EtcdSpec spec, MemberFactory factory, Path directory, Http http) {
        this.factory = factory;
        Http health = Http.plain();
        List<PeerProxy> opened = new ArrayList<>();
        List<MemberAddress> addresses = addresses(spec, opened);
        this.peerProxies = List.copyOf(opened);
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

    /** Lets nothing pass between the given members and the others. */
    void partition(Set<EtcdMember> oneSide) {
        if (peerProxies.isEmpty()) {
            throw new IllegalStateException(
                    "no proxies between the members (expected: EtcdSpec.builder().partitionable())");
        }
        Set<Long> here = ids(oneSide::contains);
        Set<Long> there = ids(member -> !oneSide.contains(member));
        for (int i = 0; i < members.size(); i++) {
            peerProxies.get(i).cutOff(oneSide.contains(members.get(i)) ? there : here);
        }
    }

    void heal() {
        peerProxies.forEach(proxy -> proxy.cutOff(Set.of()));
    }

    private Set<Long> ids(Predicate<EtcdMember> which) {
        return members.stream().filter(which).map(EtcdMember::id).collect(Collectors.toUnmodifiableSet());
    }

    void restore(Duration timeout, Path snapshot) {
        members.forEach(EtcdMember::kill);
        members.forEach(member -> member.restoreData(snapshot));
        launch(timeout);
    }

    void dispose() {
        members.forEach(EtcdMember::dispose);
        peerProxies.forEach(PeerProxy::close);
        factory.dispose();
    }

    private boolean isQuorumAble() {
        return able().size() * 2 > members.size();
    }

    private static String newToken() {
        return UUID.randomUUID().toString();
    }

    private static List<MemberAddress> addresses(EtcdSpec spec, List<PeerProxy> proxies) {
        List<Integer> ports = Ports.free(spec.host(), spec.members() * PORTS_PER_MEMBER);
        List<MemberAddress> addresses = new ArrayList<>();
        for (int i = 0; i < spec.members(); i++) {
            int first = i * PORTS_PER_MEMBER;
            String peer = Ports.literal(spec.host()) + ":" + ports.get(first + 1);
            String advertised = peer;
            if (spec.isPartitionable()) {
                PeerProxy proxy = PeerProxy.before(peer);
                proxies.add(proxy);
                advertised = proxy.endpoint();
            }
            addresses.add(new MemberAddress(
                    "m" + i,
                    spec.tls(),
                    spec.host(),
                    spec.clientPort().orElse(ports.get(first)),
                    ports.get(first + 1),
                    ports.get(first + 2),
                    advertised));
        }
        return List.copyOf(addresses);
    }
}
