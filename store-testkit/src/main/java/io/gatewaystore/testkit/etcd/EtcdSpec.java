package io.gatewaystore.testkit.etcd;

import io.gatewaystore.testkit.tls.CertificateAuthority;
import io.gatewaystore.testkit.tls.CertificateProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What kind of etcd a test wants.
 *
 * <p>Immutable.
 */
public final class EtcdSpec {

    private final int members;
    private final TlsMode tls;
    private final boolean plaintextToo;
    private final boolean fsync;
    private final boolean partitionable;
    private final List<String> arguments;
    private final String host;
    private final int clientPort;
    private final Duration startTimeout;
    private final CertificateProfile serverProfile;
    private final @Nullable CertificateAuthority authority;
    private final @Nullable EtcdSource source;
    private final boolean container;

    private EtcdSpec(Builder builder) {
        members = builder.members;
        tls = builder.tls;
        plaintextToo = builder.plaintextToo;
        fsync = builder.fsync;
        partitionable = builder.partitionable;
        arguments = List.copyOf(builder.arguments);
        host = builder.host;
        clientPort = builder.clientPort;
        startTimeout = builder.startTimeout;
        serverProfile = builder.serverProfile;
        authority = builder.authority;
        source = builder.source;
        container = builder.container;
    }

    /**
     * Starts a description: one member, plaintext, without waiting for the disk, from wherever etcd is found.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    int members() {
        return members;
    }

    TlsMode tls() {
        return tls;
    }

    /** The schemes that clients are listened to by, all on one port. */
    List<String> schemes() {
        return plaintextToo && tls.isEncrypted() ? List.of("http", tls.scheme()) : List.of(tls.scheme());
    }

    boolean fsync() {
        return fsync;
    }

    boolean isPartitionable() {
        return partitionable;
    }

    List<String> arguments() {
        return arguments;
    }

    String host() {
        return host;
    }

    OptionalInt clientPort() {
        return clientPort == 0 ? OptionalInt.empty() : OptionalInt.of(clientPort);
    }

    Duration startTimeout() {
        return startTimeout;
    }

    CertificateProfile serverProfile() {
        return serverProfile;
    }

    Optional<CertificateAuthority> authority() {
        return Optional.ofNullable(authority);
    }

    EtcdSource findSource() {
        if (source != null) {
            return source;
        }
        EtcdLocator locator = EtcdLocator.ofThisMachine();
        return container ? locator.image() : locator.any();
    }

    /**
     * Collects the description.
     *
     * <p>Not thread-safe; confine to one thread.
     */
    public static final class Builder {

        private int members = 1;
        private TlsMode tls = TlsMode.PLAIN;
        private boolean plaintextToo;
        private boolean fsync;
        private boolean partitionable;
        private final List<String> arguments = new ArrayList<>();
        private String host = "127.0.0.1";
        private int clientPort;
        private Duration startTimeout = Duration.ofSeconds(60);
        private CertificateProfile serverProfile = CertificateProfile.server();
        private @Nullable CertificateAuthority authority;
        private @Nullable EtcdSource source;
        private boolean container;

        private Builder() {}

        /**
         * Sets the number of members. If not called, one.
         *
         * @param count from 1 to 7
         * @return this builder
         */
        public Builder members(int count) {
            if (count < 1 || count > 7) {
                throw new IllegalArgumentException("members: " + count + " (expected: from 1 to 7)");
            }
            members = count;
            return this;
        }

        /**
         * Sets how clients are to connect. If not called, {@link TlsMode#PLAIN}. Members talk plaintext to each other.
         *
         * @param mode the mode
         * @return this builder
         */
        public Builder tls(TlsMode mode) {
            tls = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /**
         * Lets etcd serve plaintext as well, on the same port as TLS, as it does while a deployment crosses from one to the other. If not called,
         * it serves the mode that was set and nothing else. See {@link EtcdCluster#config(TlsMode)}.
         *
         * @return this builder
         */
        public Builder plaintextToo() {
            plaintextToo = true;
            return this;
        }

        /**
         * Sets whether etcd waits for the disk at each write. If not called, it does not, which is several times faster
         * and survives the death of the process, though not of the machine.
         *
         * @param wait whether to wait
         * @return this builder
         */
        public Builder fsync(boolean wait) {
            fsync = wait;
            return this;
        }

        /**
         * Puts a proxy before every member's peer port, so that members can be cut off from each other. If not called, they dial each
         * other directly. Binaries only.
         *
         * @return this builder
         * @see EtcdCluster#partition
         */
        public Builder partitionable() {
            partitionable = true;
            return this;
        }

        /**
         * Adds command line arguments, for instance {@code --quota-backend-bytes=16777216}. They come last and thus win.
         *
         * @param more the arguments
         * @return this builder
         */
        public Builder arguments(String... more) {
            arguments.addAll(List.of(more));
            return this;
        }

        /**
         * Sets the loopback address to listen on. If not called, {@code 127.0.0.1}. Binaries only.
         *
         * @param address an address literal without brackets, for instance {@code ::1}
         * @return this builder
         */
        public Builder host(String address) {
            host = Objects.requireNonNull(address, "address");
            return this;
        }

        /**
         * Sets the client port of a single member. If not called, a free one is taken, which is what tests that may run
         * beside others need.
         *
         * @param port from 1 to 65535
         * @return this builder
         */
        public Builder clientPort(int port) {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("port: " + port + " (expected: from 1 to 65535)");
            }
            clientPort = port;
            return this;
        }

        /**
         * Sets how long to wait for etcd to be healthy. If not called, 60 seconds.
         *
         * @param timeout the time
         * @return this builder
         */
        public Builder startTimeout(Duration timeout) {
            startTimeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /**
         * Sets what the server's certificate says. If not called, a good one for the loopback addresses.
         *
         * @param profile the profile
         * @return this builder
         */
        public Builder serverCertificate(CertificateProfile profile) {
            serverProfile = Objects.requireNonNull(profile, "profile");
            return this;
        }

        /**
         * Sets the authority that issues the certificates and whose clients the server accepts. If not called, a fresh one.
         *
         * @param issuer the authority
         * @return this builder
         */
        public Builder authority(CertificateAuthority issuer) {
            authority = Objects.requireNonNull(issuer, "issuer");
            return this;
        }

        /**
         * Runs a given executable, whatever its version. If neither this nor {@code container} is called, etcd is searched for.
         *
         * @param binary the executable
         * @return this builder
         */
        public Builder binary(EtcdBinary binary) {
            source = Objects.requireNonNull(binary, "binary");
            return this;
        }

        /**
         * Runs a container of the configured image, or of a public one.
         *
         * @return this builder
         */
        public Builder container() {
            container = true;
            return this;
        }

        /**
         * Runs a container of the given image.
         *
         * @param image an image with {@code etcd} on its path
         * @return this builder
         */
        public Builder container(String image) {
            source = new EtcdImage(image);
            return this;
        }

        /**
         * Finishes the description.
         *
         * @return the description
         * @throws IllegalArgumentException if a client port is given for several members
         */
        public EtcdSpec build() {
            if (clientPort != 0 && members > 1) {
                throw new IllegalArgumentException(
                        "clientPort: " + clientPort + " (expected: none for " + members + " members)");
            }
            return new EtcdSpec(this);
        }
    }
}
