package io.gatewaystore.credentials.proof;

import io.gatewaystore.Store;
import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.config.TlsPaths;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.error.AuthenticationException;
import io.gatewaystore.error.ConnectionFailedException;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.error.PermissionDeniedException;
import io.gatewaystore.error.StoreException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The ways in to the members of a cluster, one endpoint at a time. A way in counts only when a linearizable read went through it, which needs the
 * member and a quorum behind it.
 *
 * <p>Thread-safe.
 */
public final class MemberAccess {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String ANY_KEY = "health";

    private final TlsPaths client;
    private final Duration patience;

    /**
     * Creates the ways in.
     *
     * @param client what the client trusts and shows; read at each connection
     * @param patience how long a member may take until it answers as it is to
     */
    public MemberAccess(TlsPaths client, Duration patience) {
        this.client = Objects.requireNonNull(client, "client");
        this.patience = Objects.requireNonNull(patience, "patience");
    }

    /**
     * Waits until a member answers in a transport and, if that is mutual TLS, in no other.
     *
     * @param endpoint its {@code host:port}
     * @param transport the transport; {@link Transport#OTHER} for whatever it is
     * @throws CredentialException if it does not in time; the message tells what is wrong
     */
    public void await(String endpoint, Transport transport) {
        await(() -> fault(endpoint, transport));
    }

    /**
     * Waits until nothing listens on an endpoint.
     *
     * @param endpoint its {@code host:port}
     * @throws CredentialException if something still does after the time
     */
    public void awaitSilence(String endpoint) {
        await(() -> isListening(endpoint)
                ? Optional.of(endpoint + " still listens; does the stop command stop this member?")
                : Optional.empty());
    }

    /**
     * Whether a member answers in a transport now.
     *
     * @param endpoint its {@code host:port}
     * @param transport as for {@link #await}
     * @return true if it does
     */
    public boolean answers(String endpoint, Transport transport) {
        return fault(endpoint, transport).isEmpty();
    }

    /**
     * Whether something listens there.
     *
     * @param endpoint a {@code host:port}
     * @return true if a connection is accepted
     */
    public boolean isListening(String endpoint) {
        Endpoint address = Endpoint.parse(endpoint);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), Math.toIntExact(CONNECT.toMillis()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void await(Check check) {
        long start = System.nanoTime();
        Optional<String> fault = check.fault();
        while (fault.isPresent()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new CredentialException("after " + patience.toSeconds() + " s: " + fault.get());
            }
            pause();
            fault = check.fault();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CredentialException("interrupted while waiting for a member", e);
        }
    }

    private Optional<String> fault(String endpoint, Transport transport) {
        return switch (transport) {
            case PLAIN -> plain(endpoint);
            case BOTH -> plain(endpoint).or(() -> secured(endpoint));
            case MUTUAL_TLS -> secured(endpoint).or(() -> refusal(endpoint));
            case OTHER -> plain(endpoint).isEmpty() ? Optional.empty() : secured(endpoint);
        };
    }

    /** What is wrong if plaintext is not refused by a server that speaks TLS. */
    private Optional<String> refusal(String endpoint) {
        try (Store store = Store.open(config(endpoint).build())) {
            return Optional.of(endpoint + " also answers in plaintext, as " + store);
        } catch (ConnectionFailedException e) {
            boolean refused =
                    e.attempts().stream().allMatch(attempt -> attempt.failure() == ConnectionFailure.SERVER_SPEAKS_TLS);
            return refused ? Optional.empty() : Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> plain(String endpoint) {
        return read(config(endpoint).build());
    }

    private Optional<String> secured(String endpoint) {
        try {
            return read(config(endpoint)
                    .etcdUseTls(true)
                    .etcdClientCertAuth(true)
                    .etcdCaCertificateFile(client.trusted())
                    .etcdCertificateFile(client.certificate())
                    .etcdPrivateKeyFile(client.key())
                    .build());
        } catch (StoreException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Nothing of the environment: the operator's own store may be another one. */
    private static StoreConfig.Builder config(String endpoint) {
        return StoreConfig.builder()
                .environment(Map.of())
                .backend("etcd")
                .etcdHosts(endpoint)
                .connectTimeout(CONNECT)
                .requestTimeout(CONNECT);
    }

    private static Optional<String> read(StoreConfig config) {
        try (Store store = Store.open(config)) {
            store.get(ANY_KEY);
            return Optional.empty();
        } catch (PermissionDeniedException | AuthenticationException e) {
            // It answered, and knows who may read: as with etcdctl, that is health.
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @FunctionalInterface
    private interface Check {
        Optional<String> fault();
    }
}
