package io.gatewaystore.testkit.etcd;

import java.util.ArrayList;
import java.util.List;

/** Puts together etcd's command line. */
final class EtcdArguments {

    /** The URLs of one member, as its own process sees them. */
    record Urls(String listenClient, String advertiseClient, String listenPeer, String advertisePeer, String health) {}

    /** The certificate files, as the member's own process sees them. */
    record TlsFiles(String ca, String certificate, String key) {}

    private EtcdArguments() {}

    static List<String> of(
            EtcdSpec spec,
            String name,
            Urls urls,
            String dataDirectory,
            String initialCluster,
            String token,
            TlsFiles files) {
        List<String> arguments = new ArrayList<>(List.of(
                "--name=" + name,
                "--data-dir=" + dataDirectory,
                "--listen-client-urls=" + urls.listenClient(),
                "--advertise-client-urls=" + urls.advertiseClient(),
                "--listen-peer-urls=" + urls.listenPeer(),
                "--initial-advertise-peer-urls=" + urls.advertisePeer(),
                "--listen-metrics-urls=" + urls.health(),
                "--initial-cluster=" + initialCluster,
                "--initial-cluster-token=" + token,
                "--initial-cluster-state=new",
                "--logger=zap"));
        if (!spec.fsync()) {
            arguments.add("--unsafe-no-fsync");
        }
        if (spec.tls().isEncrypted()) {
            arguments.add("--cert-file=" + files.certificate());
            arguments.add("--key-file=" + files.key());
        }
        // A trusted CA file alone makes etcd demand client certificates, so server TLS goes without one.
        if (spec.tls() == TlsMode.MUTUAL_TLS) {
            arguments.add("--client-cert-auth");
            arguments.add("--trusted-ca-file=" + files.ca());
        }
        arguments.addAll(spec.arguments());
        return List.copyOf(arguments);
    }
}
