package io.gatewaystore.testkit.etcd;

import io.gatewaystore.testkit.tls.TestCertificates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Runs members as processes of this machine. */
final class LocalProcesses implements MemberFactory {

    private final EtcdSpec spec;
    private final EtcdBinary binary;
    private final Path directory;
    private final EtcdArguments.TlsFiles files;

    LocalProcesses(EtcdSpec spec, EtcdBinary binary, Path directory, TestCertificates certificates) {
        this.spec = spec;
        this.binary = binary;
        this.directory = directory;
        this.files = new EtcdArguments.TlsFiles(
                certificates.caFile().toString(),
                certificates.serverCertificateFile().toString(),
                certificates.serverKeyFile().toString());
    }

    @Override
    public MemberProcess create(MemberAddress address, List<MemberAddress> all, Supplier<String> token, Path logFile) {
        Path data = directory.resolve(address.name() + ".etcd");
        String initialCluster = all.stream()
                .map(member -> member.name() + "=" + member.advertisedPeerUri())
                .collect(Collectors.joining(","));
        EtcdArguments.Urls urls = new EtcdArguments.Urls(
                spec.schemes().stream()
                        .map(scheme -> scheme + "://" + address.endpoint())
                        .collect(Collectors.joining(",")),
                address.uri().toString(),
                address.peerUri().toString(),
                address.advertisedPeerUri().toString(),
                address.healthUri().toString());
        Supplier<List<String>> command = () -> {
            List<String> line = new ArrayList<>();
            line.add(binary.path().toString());
            line.addAll(
                    EtcdArguments.of(spec, address.name(), urls, data.toString(), initialCluster, token.get(), files));
            return line;
        };
        Function<Path, List<String>> restoration = snapshot -> List.of(
                etcdutl(),
                "snapshot",
                "restore",
                snapshot.toString(),
                "--name=" + address.name(),
                "--data-dir=" + data,
                "--initial-cluster=" + initialCluster,
                "--initial-cluster-token=" + token.get(),
                "--initial-advertise-peer-urls=" + address.advertisedPeerUri());
        return new LocalProcess(command, restoration, directory, data, logFile);
    }

    private String etcdutl() {
        return binary.etcdutl()
                .orElseThrow(() -> new EtcdUnavailableException("no etcdutl beside " + binary.path()
                        + ", which restoring needs. Put the one of the same release there, or unset ETCD_BIN."))
                .toString();
    }

    @Override
    public void dispose() {}
}
