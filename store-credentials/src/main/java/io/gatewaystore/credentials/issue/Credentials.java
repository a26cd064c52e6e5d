package io.gatewaystore.credentials.issue;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one credential directory holds: whom to trust, the certificates of server and client with their keys, and on the issuing host the
 * authority's key. No key is in its {@code toString}.
 *
 * <p>Immutable.
 */
public final class Credentials {

    private final List<X509Certificate> trusted;
    private final @Nullable KeyedCertificate authority;
    private final KeyedCertificate server;
    private final KeyedCertificate client;

    /**
     * Puts credentials together.
     *
     * @param trusted the authorities to trust, that of the certificates first; at least one
     * @param authority the authority with its key, or null where the key is not kept
     * @param server the server's
     * @param client the client's
     */
    public Credentials(
            List<X509Certificate> trusted,
            @Nullable KeyedCertificate authority,
            KeyedCertificate server,
            KeyedCertificate client) {
        this.trusted = List.copyOf(trusted);
        this.authority = authority;
        this.server = Objects.requireNonNull(server, "server");
        this.client = Objects.requireNonNull(client, "client");
        if (trusted.isEmpty()) {
            throw new IllegalArgumentException("trusted: [] (expected: at least one authority)");
        }
    }

    /**
     * The authorities to trust.
     *
     * @return at least one certificate, that of the issuer of server and client first
     */
    public List<X509Certificate> trusted() {
        return trusted;
    }

    /**
     * The authority with its key.
     *
     * @return empty on a node, which has no use for the key
     */
    public Optional<KeyedCertificate> authority() {
        return Optional.ofNullable(authority);
    }

    /**
     * What etcd serves with.
     *
     * @return the certificate and its key
     */
    public KeyedCertificate server() {
        return server;
    }

    /**
     * What clients show to etcd.
     *
     * @return the certificate and its key
     */
    public KeyedCertificate client() {
        return client;
    }

    @Override
    public String toString() {
        return "Credentials[authority=" + trusted.get(0).getSubjectX500Principal() + ", server=" + server + ", client="
                + client + "]";
    }
}
