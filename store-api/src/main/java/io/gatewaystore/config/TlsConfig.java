package io.gatewaystore.config;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How connections to etcd are secured. That there is a {@code TlsConfig} means that TLS is used, always with the server's
 * name verified.
 *
 * <p>It holds paths and not what the files contain, so that certificates can be replaced while the store runs.
 *
 * <p>Immutable.
 */
public final class TlsConfig {

    private final @Nullable Path caCertificateFile;
    private final ClientIdentity clientIdentity;
    private final @Nullable String serverName;

    TlsConfig(@Nullable Path caCertificateFile, ClientIdentity clientIdentity, @Nullable String serverName) {
        this.caCertificateFile = caCertificateFile;
        this.clientIdentity = clientIdentity;
        this.serverName = serverName;
    }

    /**
     * The PEM file with the certificate authorities that may vouch for the server.
     *
     * @return the file, or empty if those that the Java runtime trusts are used
     */
    public Optional<Path> caCertificateFile() {
        return Optional.ofNullable(caCertificateFile);
    }

    /**
     * Whether this client presents a certificate (mutual TLS).
     *
     * @return true if it does; then {@link #certificateFile()} and {@link #privateKeyFile()} are present
     */
    public boolean clientCertAuth() {
        return clientIdentity.enabled();
    }

    /**
     * The PEM file with the certificate that this client presents and its intermediate certificates.
     *
     * @return the file, or empty if {@link #clientCertAuth()} is false, whether one is configured or not
     */
    public Optional<Path> certificateFile() {
        return clientIdentity.effective(clientIdentity.certificateFile());
    }

    /**
     * The PEM file with the private key of the certificate that this client presents.
     *
     * @return the file, or empty if {@link #clientCertAuth()} is false, whether one is configured or not
     */
    public Optional<Path> privateKeyFile() {
        return clientIdentity.effective(clientIdentity.privateKeyFile());
    }

    /**
     * The password of an encrypted private key.
     *
     * @return the password, or empty if none is configured or {@link #clientCertAuth()} is false
     */
    public Optional<Secret> privateKeyPassword() {
        return clientIdentity.effective(clientIdentity.privateKeyPassword());
    }

    /**
     * Whether a client certificate and its key are configured and yet not used, because {@link #clientCertAuth()} is false.
     * When a server refuses a client without a certificate, this tells that
     * {@link StoreVariable#ETCD_CLIENT_CERT_AUTH} is what to change.
     *
     * @return true if both files are configured and unused
     */
    public boolean unusedClientCertificate() {
        return !clientIdentity.enabled()
                && clientIdentity.certificateFile() != null
                && clientIdentity.privateKeyFile() != null;
    }

    /**
     * The name that the server's certificate must carry.
     *
     * @return the name, or empty if it is the host that is connected to
     */
    public Optional<String> serverName() {
        return Optional.ofNullable(serverName);
    }

    /** Whether the other says the same; files are compared by path. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TlsConfig that
                && Objects.equals(caCertificateFile, that.caCertificateFile)
                && clientIdentity.equals(that.clientIdentity)
                && Objects.equals(serverName, that.serverName);
    }

    @Override
    public int hashCode() {
        return Objects.hash(caCertificateFile, clientIdentity, serverName);
    }

    @Override
    public String toString() {
        return "TlsConfig[caCertificateFile=" + caCertificateFile + ", " + clientIdentity + ", serverName=" + serverName
                + "]";
    }

    /** What is configured about the client's own certificate, and whether it is to be used. */
    record ClientIdentity(
            boolean enabled,
            @Nullable Path certificateFile,
            @Nullable Path privateKeyFile,
            @Nullable Secret privateKeyPassword) {

        <T> Optional<T> effective(@Nullable T configured) {
            return enabled ? Optional.ofNullable(configured) : Optional.empty();
        }
    }
}
