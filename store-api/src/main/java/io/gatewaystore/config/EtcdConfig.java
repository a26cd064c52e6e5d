package io.gatewaystore.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to reach an etcd cluster.
 *
 * <p>Immutable.
 */
public final class EtcdConfig {

    private final List<Endpoint> endpoints;
    private final @Nullable TlsConfig tls;
    private final @Nullable Credentials credentials;
    private final @Nullable String serverName;
    private final boolean coalescing;

    EtcdConfig(
            List<Endpoint> endpoints,
            @Nullable TlsConfig tls,
            @Nullable Credentials credentials,
            @Nullable String serverName,
            boolean coalescing) {
        this.endpoints = List.copyOf(endpoints);
        this.tls = tls;
        this.credentials = credentials;
        this.serverName = serverName;
        this.coalescing = coalescing;
    }

    /**
     * The members of the cluster that are known from the start.
     *
     * @return at least one endpoint, in the configured order, each once
     */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /**
     * How connections are secured.
     *
     * @return the TLS settings, or empty if connections are plaintext
     */
    public Optional<TlsConfig> tls() {
        return Optional.ofNullable(tls);
    }

    /**
     * The etcd user to authenticate as.
     *
     * @return the name, or empty if the client does not authenticate by password; present exactly when
     *     {@link #password()} is
     */
    public Optional<String> username() {
        return Optional.ofNullable(credentials).map(Credentials::username);
    }

    /**
     * The password of {@link #username()}.
     *
     * @return the password, or empty if the client does not authenticate by password
     */
    public Optional<Secret> password() {
        return Optional.ofNullable(credentials).map(Credentials::password);
    }

    /**
     * The name that the server's certificate must carry, also known to {@link #tls()}.
     *
     * @return the name, or empty if it is the host that is connected to
     */
    public Optional<String> serverName() {
        return Optional.ofNullable(serverName);
    }

    /**
     * Whether reads, and writes, of single keys that are made while others are under way travel together.
     *
     * @return true unless switched off
     */
    public boolean coalescing() {
        return coalescing;
    }

    /** Whether the other leads to the same members in the same way; files are compared by path. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EtcdConfig that
                && endpoints.equals(that.endpoints)
                && Objects.equals(tls, that.tls)
                && Objects.equals(credentials, that.credentials)
                && Objects.equals(serverName, that.serverName)
                && coalescing == that.coalescing;
    }

    @Override
    public int hashCode() {
        return Objects.hash(endpoints, tls, credentials, serverName, coalescing);
    }

    @Override
    public String toString() {
        return "EtcdConfig[endpoints=" + endpoints + ", tls=" + tls + ", credentials=" + credentials + ", serverName="
                + serverName + ", coalescing=" + coalescing + "]";
    }

    /** A user name and its password: never one without the other. */
    record Credentials(String username, Secret password) {}
}
