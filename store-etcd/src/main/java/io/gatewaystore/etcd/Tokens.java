package io.gatewaystore.etcd;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.gatewaystore.config.EtcdConfig;
import io.gatewaystore.config.Secret;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.spi.Deadline;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The token that stands for user name and password. However many calls need one, it is fetched once; a token that the server refused is
 * dropped only if it is still the current one.
 */
final class Tokens {

    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);
    private static final Duration LONGEST_FETCH = Duration.ofSeconds(5);

    static final Rpc<AuthenticateRequest, AuthenticateResponse, String> AUTHENTICATE = new Rpc<>(
            AuthGrpc.getAuthenticateMethod(),
            Rpc.Kind.AUTHENTICATE,
            AuthenticateResponse::getHeader,
            AuthenticateResponse::getToken);

    /** A server without authentication answers this instead of a token. */
    static final String NONE = "";

    private final @Nullable AuthenticateRequest credentials;
    private final BiFunction<AuthenticateRequest, Deadline, CompletableFuture<String>> authenticate;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable CompletableFuture<String> current;

    Tokens(EtcdConfig config, BiFunction<AuthenticateRequest, Deadline, CompletableFuture<String>> authenticate) {
        this.credentials = config.username()
                .map(name -> AuthenticateRequest.newBuilder()
                        .setName(name)
                        .setPassword(config.password().map(Secret::reveal).orElse(""))
                        .build())
                .orElse(null);
        this.authenticate = authenticate;
    }

    boolean areNeeded() {
        return credentials != null;
    }

    /** The current token, or one that is being fetched. */
    CompletableFuture<String> token() {
        CompletableFuture<String> token = current;
        return token != null && !token.isCompletedExceptionally() ? token : fetch(token);
    }

    /** The current token if there is one at hand. */
    Optional<String> ready() {
        CompletableFuture<String> token = current;
        return token == null || !token.isDone() || token.isCompletedExceptionally()
                ? Optional.empty()
                : Optional.of(token.join());
    }

    /** Forgets a token that the server refused, unless a newer one has taken its place. */
    void refused(String token) {
        lock.lock();
        try {
            if (ready().filter(token::equals).isPresent()) {
                current = null;
            }
        } finally {
            lock.unlock();
        }
    }

    static Metadata headers(String token) {
        Metadata headers = new Metadata();
        if (!token.isEmpty()) {
            headers.put(TOKEN, token);
        }
        return headers;
    }

    /** Fails who waits for a token that is being fetched: others are needed now, from elsewhere. */
    void giveUp() {
        CompletableFuture<String> token = current;
        if (token != null) {
            token.completeExceptionally(new UnavailableException(
                    "the configuration was replaced while a token was fetched", null, Outcome.NOT_APPLIED));
        }
    }

    private CompletableFuture<String> fetch(@Nullable CompletableFuture<String> failed) {
        AuthenticateRequest request = credentials;
        if (request == null) {
            return CompletableFuture.completedFuture(NONE);
        }
        CompletableFuture<String> fetched = new CompletableFuture<>();
        lock.lock();
        try {
            CompletableFuture<String> other = current;
            if (other != null && other != failed) {
                return other;
            }
            current = fetched;
        } finally {
            lock.unlock();
        }
        // Its own deadline: the call that happens to need the token first must not cut it short for the others.
        authenticate.apply(request, Deadline.after(LONGEST_FETCH)).whenComplete((token, failure) -> {
            if (failure == null) {
                fetched.complete(token);
            } else {
                fetched.completeExceptionally(failure);
            }
        });
        return fetched;
    }
}
