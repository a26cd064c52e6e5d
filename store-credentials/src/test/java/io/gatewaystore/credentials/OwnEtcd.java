package io.gatewaystore.credentials;

import io.gatewaystore.credentials.config.EtcdFormat;
import io.gatewaystore.testkit.etcd.EtcdBinary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real etcd that is started from the configuration file that a test edits, in the way in which each format is used. */
public final class OwnEtcd implements AutoCloseable {

    private static final EtcdBinary BINARY = EtcdBinary.locate();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("ready to serve client requests");

    private final Path directory;
    private final String address;
    private @Nullable Process process;
    private int starts;

    /**
     * Makes an etcd of its own address, so that no other test can be in its way.
     *
     * @param directory where its files are
     */
    public OwnEtcd(Path directory) {
        this.directory = directory;
        SplittableRandom random = new SplittableRandom();
        this.address = "127." + random.nextInt(1, 255) + "." + random.nextInt(1, 255) + "." + random.nextInt(1, 255);
    }

    public String address() {
        return address;
    }

    public Path etcdctl() {
        return BINARY.etcdctl().orElseThrow();
    }

    /** Writes a configuration in plaintext. */
    public Path configure(EtcdFormat format) {
        String client = "http://" + address + ":2379";
        String peer = "http://" + address + ":2380";
        Path data = directory.resolve("data");
        String text = switch (format) {
            case YAML -> """
                            # of this test
                            name: default
                            data-dir: %s
                            listen-client-urls: %s
                            advertise-client-urls: %s
                            listen-peer-urls: %s
                            initial-advertise-peer-urls: %s
                            initial-cluster: default=%s
                            unsafe-no-fsync: true
                            """.formatted(data, client, client, peer, peer, peer);
            case ENVIRONMENT -> """
                            # of this test
                            ETCD_DATA_DIR="%s"
                            ETCD_LISTEN_CLIENT_URLS="%s"
                            ETCD_ADVERTISE_CLIENT_URLS="%s"
                            ETCD_LISTEN_PEER_URLS="%s"
                            ETCD_INITIAL_ADVERTISE_PEER_URLS="%s"
                            ETCD_INITIAL_CLUSTER="default=%s"
                            ETCD_UNSAFE_NO_FSYNC=true
                            """.formatted(data, client, client, peer, peer, peer);
            case COMMAND -> """
                            [program:etcd]
                            ; of this test
                            command=%s --data-dir=%s
                                --listen-client-urls %s
                                --advertise-client-urls=%s --unsafe-no-fsync
                                --listen-peer-urls=%s --initial-advertise-peer-urls=%s --initial-cluster=default=%s
                            user=nobody
                            """.formatted(BINARY.path(), data, client, client, peer, peer, peer);
        };
        return write("etcd.conf", text);
    }

    public Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it from its file and waits until it serves clients. */
    public void start(Path file, EtcdFormat format) {
        starts++;
        Path log = directory.resolve("etcd-" + starts + ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script(file, format))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(log.toFile()));
            builder.environment().keySet().removeIf(name -> name.startsWith("ETCD"));
            Process started = builder.start();
            process = started;
            Awaitility.await("etcd from " + file)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .failFast("etcd ended: " + file, () -> !started.isAlive() && fail(Files.readString(log)))
                    .until(() -> READY.matcher(Files.readString(log)).find());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean fail(String log) {
        throw new AssertionError("etcd ended:\n" + log);
    }

    private static String script(Path file, EtcdFormat format) throws IOException {
        return switch (format) {
            case YAML -> "exec " + BINARY.path() + " --config-file " + file;
            case ENVIRONMENT -> "set -a; . " + file + "; exec " + BINARY.path();
            case COMMAND -> {
                List<String> lines = Files.readAllLines(file);
                StringBuilder command = new StringBuilder("exec ");
                lines.stream()
                        .filter(line -> line.startsWith("command=") || line.startsWith(" "))
                        .forEach(line -> command.append(
                                        line.replaceFirst("^command=", "").strip())
                                .append(' '));
                yield command.toString();
            }
        };
    }

    public void stop() {
        Process running = process;
        if (running != null) {
            running.destroy();
            try {
                if (!running.waitFor(30, TimeUnit.SECONDS)) {
                    running.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                running.destroyForcibly();
            }
            process = null;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
