package io.gatewaystore.testkit.etcd;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.PortBinding;
import io.gatewaystore.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A member that runs in a container. Killing and starting keep the container and with it the data; its ports are published
 * under fixed numbers, since an engine gives new ones at each start otherwise.
 */
final class ContainerProcess implements MemberProcess {

    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final int READABLE_BY_ALL = 0644;

    /** Why images could not be had: an engine tries for minutes, and would again for every test. */
    private static final Map<String, String> MISSING_IMAGES = new ConcurrentHashMap<>();

    private final EtcdImage image;
    private final MemberAddress address;
    private final Network network;
    private final Supplier<List<String>> arguments;
    private final TlsMode tls;
    private final TestCertificates certificates;

    private @Nullable GenericContainer<?> container;
    private String earlierLog = "";
    private boolean frozen;

    ContainerProcess(
            EtcdImage image,
            MemberAddress address,
            Network network,
            Supplier<List<String>> arguments,
            TlsMode tls,
            TestCertificates certificates) {
        this.image = image;
        this.address = address;
        this.network = network;
        this.arguments = arguments;
        this.tls = tls;
        this.certificates = certificates;
    }

    @Override
    public synchronized void start() {
        frozen = false;
        try {
            if (container == null) {
                GenericContainer<?> created = create();
                requireImage(created);
                container = created;
                created.start();
            } else {
                docker().startContainerCmd(id()).exec();
            }
        } catch (ContainerLaunchException | DockerException e) {
            throw refusal(e);
        }
    }

    private void requireImage(GenericContainer<?> created) {
        String missing = MISSING_IMAGES.get(image.name());
        if (missing != null) {
            throw new EtcdUnavailableException(missing);
        }
        try {
            created.getDockerImageName();
        } catch (RuntimeException e) {
            // Testcontainers has several types for this, some of them hidden.
            EtcdUnavailableException failure = unavailable(e);
            MISSING_IMAGES.put(image.name(), describe(e));
            throw failure;
        }
    }

    private GenericContainer<?> create() {
        GenericContainer<?> created = new GenericContainer<>(DockerImageName.parse(image.name()))
                .withNetwork(network)
                .withNetworkAliases(address.name())
                .withExposedPorts(Containers.CLIENT_PORT, Containers.HEALTH_PORT)
                .withCreateContainerCmdModifier(command -> {
                    List<String> line = new ArrayList<>(List.of("etcd"));
                    line.addAll(arguments.get());
                    command.withEntrypoint(line.get(0)).withCmd(line.subList(1, line.size()));
                    Objects.requireNonNull(command.getHostConfig(), "host configuration")
                            .withPortBindings(
                                    published(address.clientPort(), Containers.CLIENT_PORT),
                                    published(address.healthPort(), Containers.HEALTH_PORT));
                })
                // Whoever starts members waits for all of them together.
                .waitingFor(new AbstractWaitStrategy() {
                    @Override
                    protected void waitUntilReady() {}
                });
        if (tls.isEncrypted()) {
            created.withCopyToContainer(content(certificates.caFile()), Containers.TLS_FILES.ca())
                    .withCopyToContainer(
                            content(certificates.serverCertificateFile()), Containers.TLS_FILES.certificate())
                    .withCopyToContainer(content(certificates.serverKeyFile()), Containers.TLS_FILES.key());
        }
        return created;
    }

    private static PortBinding published(int port, int inside) {
        return PortBinding.parse("127.0.0.1:" + port + ":" + inside);
    }

    private static Transferable content(Path file) {
        try {
            return Transferable.of(Files.readAllBytes(file), READABLE_BY_ALL);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + file, e);
        }
    }

    private RuntimeException refusal(RuntimeException failure) {
        String description = describe(failure);
        boolean portTaken =
                description.contains("port is already allocated") || description.contains("address already in use");
        return portTaken ? new PortTakenException(description) : unavailable(failure);
    }

    private EtcdUnavailableException unavailable(RuntimeException failure) {
        return new EtcdUnavailableException(describe(failure), failure);
    }

    private String describe(RuntimeException failure) {
        StringBuilder description = new StringBuilder("could not start a container of " + image.name());
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            description.append(": ").append(cause.getMessage());
        }
        return description.toString();
    }

    @Override
    public synchronized boolean isRunning() {
        return container != null && container.isRunning();
    }

    @Override
    public synchronized boolean isFrozen() {
        return frozen;
    }

    @Override
    public boolean awaitExit(Duration timeout) {
        if (!isRunning()) {
            return true;
        }
        try (WaitContainerResultCallback ended =
                docker().waitContainerCmd(id()).exec(new WaitContainerResultCallback())) {
            return ended.awaitCompletion(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a container", e);
        } catch (IOException e) {
            throw new UncheckedIOException("could not wait for a container", e);
        }
    }

    @Override
    public synchronized void kill() {
        if (isRunning()) {
            thawIfFrozen();
            docker().killContainerCmd(id()).exec();
            awaitExit(GRACE);
        }
    }

    @Override
    public synchronized void stop() {
        if (isRunning()) {
            thawIfFrozen();
            docker().stopContainerCmd(id()).withTimeout((int) GRACE.toSeconds()).exec();
            awaitExit(GRACE);
        }
    }

    @Override
    public synchronized void freeze() {
        requireRunning();
        docker().pauseContainerCmd(id()).exec();
        frozen = true;
    }

    @Override
    public synchronized void thaw() {
        requireRunning();
        docker().unpauseContainerCmd(id()).exec();
        frozen = false;
    }

    @Override
    public synchronized void removeData() {
        if (container != null) {
            earlierLog = log();
            container.stop();
            container = null;
        }
    }

    @Override
    public void restoreData(Path snapshot) {
        throw new IllegalStateException("snapshots of containers are not supported (expected: etcd as a binary)");
    }

    @Override
    public synchronized String log() {
        return container != null && container.getContainerId() != null ? earlierLog + container.getLogs() : earlierLog;
    }

    @Override
    public synchronized void dispose() {
        if (container != null) {
            kill();
            removeData();
        }
    }

    private void thawIfFrozen() {
        if (frozen) {
            thaw();
        }
    }

    private void requireRunning() {
        if (!isRunning()) {
            throw new IllegalStateException("etcd is not running");
        }
    }

    private DockerClient docker() {
        return current().getDockerClient();
    }

    private String id() {
        return current().getContainerId();
    }

    private GenericContainer<?> current() {
        return Objects.requireNonNull(container, "container");
    }
}
