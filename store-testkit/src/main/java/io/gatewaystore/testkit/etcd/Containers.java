package io.gatewaystore.testkit.etcd;

import io.gatewaystore.testkit.tls.TestCertificates;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;

/** Runs members in containers on a network of their own, their ports published on the loopback address. */
final class Containers implements MemberFactory {

    static final int CLIENT_PORT = 2379;
    static final int PEER_PORT = 2380;
    static final int HEALTH_PORT = 2381;
    static final EtcdArguments.TlsFiles TLS_FILES =
            new EtcdArguments.TlsFiles("/etcd-tls/ca.pem", "/etcd-tls/server.pem", "/etcd-tls/server-key.pem");

    private static final String DATA = "/etcd-data";

    private final EtcdSpec spec;
    private final EtcdImage image;
    private final TestCertificates certificates;
    private final Network network = Network.newNetwork();

    Containers(EtcdSpec spec, EtcdImage image, TestCertificates certificates) {
        if (spec.host().contains(":")) {
            throw new IllegalArgumentException("host: " + spec.host() + " (expected: an IPv4 address for containers)");
        }
        if (spec.isPartitionable()) {
            throw new IllegalArgumentException("containers cannot be partitioned (expected: etcd as a binary)");
        }
        this.spec = spec;
        this.image = image;
        this.certificates = certificates;
    }

    /** Says why containers cannot be run, or nothing if they can. */
    static Optional<String> trouble() {
        try {
            DockerClientFactory.instance().client();
            return Optional.empty();
        } catch (RuntimeException e) {
            // Testcontainers has no type of its own for this.
            return Optional.of("no container engine: " + e.getMessage());
        }
    }

    @Override
    public MemberProcess create(MemberAddress address, List<MemberAddress> all, Supplier<String> token, Path logFile) {
        String initialCluster =
                all.stream().map(member -> member.name() + "=" + peer(member)).collect(Collectors.joining(","));
        EtcdArguments.Urls urls = new EtcdArguments.Urls(
                spec.schemes().stream()
                        .map(scheme -> scheme + "://0.0.0.0:" + CLIENT_PORT)
                        .collect(Collectors.joining(",")),
                address.uri().toString(),
                "http://0.0.0.0:" + PEER_PORT,
                peer(address),
                "http://0.0.0.0:" + HEALTH_PORT);
        Supplier<List<String>> arguments =
                () -> EtcdArguments.of(spec, address.name(), urls, DATA, initialCluster, token.get(), TLS_FILES);
        return new ContainerProcess(image, address, network, arguments, spec.tls(), certificates);
    }

    @Override
    public void dispose() {
        network.close();
    }

    private static String peer(MemberAddress member) {
        return "http://" + member.name() + ":" + PEER_PORT;
    }
}
