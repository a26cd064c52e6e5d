package io.gatewaystore.testkit.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * etcd's own command-line tool, as an independent witness.
 *
 * <p>Immutable.
 */
public final class Etcdctl {

    private static final Duration TIME = Duration.ofMinutes(1);

    private final Path path;

    private Etcdctl(Path path) {
        this.path = path;
    }

    /**
     * Finds the tool: beside the etcd that {@link EtcdBinary#locate} finds, else among the machine's packages, which may take a minute the first
     * time.
     *
     * @return the tool
     * @throws EtcdUnavailableException if there is none
     */
    public static Etcdctl locate() {
        return new Etcdctl(EtcdLocator.ofThisMachine().etcdctl());
    }

    /**
     * Returns the executable.
     *
     * @return an absolute path
     */
    public Path path() {
        return path;
    }

    /**
     * Runs the tool on all endpoints of a cluster, secured as the cluster demands.
     *
     * @param cluster the cluster
     * @param arguments what to do
     * @return what it printed, on both streams
     * @throws IllegalStateException if it ends with another status than zero
     * @throws UncheckedIOException if it cannot be run, or does not end within a minute
     */
    public String run(EtcdCluster cluster, String... arguments) {
        return run(cluster, cluster.endpoints(), arguments);
    }

    /** Runs the tool on some endpoints: not all that it can do is done on several. */
    String run(EtcdCluster cluster, List<String> endpoints, String... arguments) {
        List<String> command = new ArrayList<>(List.of(path.toString()));
        String scheme = cluster.tls().isEncrypted() ? "https://" : "http://";
        command.add("--endpoints=" + scheme + String.join("," + scheme, endpoints));
        if (cluster.tls().isEncrypted()) {
            command.add("--cacert=" + cluster.certificates().caFile());
        }
        if (cluster.tls() == TlsMode.MUTUAL_TLS) {
            command.add("--cert=" + cluster.certificates().clientCertificateFile());
            command.add("--key=" + cluster.certificates().clientKeyFile());
        }
        command.addAll(List.of(arguments));
        try {
            Commands.Result result = Commands.run(TIME, command);
            if (result.status() != 0) {
                throw new IllegalStateException("etcdctl " + String.join(" ", arguments) + " ended with status "
                        + result.status() + ": " + result.lastLines());
            }
            return result.output();
        } catch (IOException e) {
            throw new UncheckedIOException("etcdctl could not be run", e);
        }
    }
}
