package io.gatewaystore.etcd;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthUserGetRequest;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.ResponseHeader;
import io.gatewaystore.KeyRange;
import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.Secret;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.AuthenticationException;
import io.gatewaystore.error.ConnectionFailedException;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.PermissionDeniedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.etcd.AccessRights.Extent;
import io.gatewaystore.etcd.check.CheckStep;
import io.gatewaystore.etcd.check.StepResult;
import io.gatewaystore.etcd.internal.probe.Finding;
import io.gatewaystore.etcd.internal.probe.StepLog;
import io.gatewaystore.spi.Deadline;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps that come after a connection to one member: quorum, authentication, permission. Unlike the calls of a store, each request is
 * made once, and of this member.
 */
final class MemberCheck {

    /** How a client without a token is treated. */
    private enum Anonymous {
        SERVED,
        ASKED_FOR_PASSWORD,
        /** etcd knows a user by the client's certificate, and that one may not read what was asked for. */
        DENIED
    }

    private final StoreConfig config;
    private final Endpoint endpoint;
    private final Channel channel;
    private final Optional<String> user;
    private final Deadline deadline;
    private final StepLog log;
    private final ServingDiagnosis diagnosis;

    /**
     * Prepares a check.
     *
     * @param channel leads to the member
     * @param user who this client is to etcd
     * @param log holds the steps taken before
     */
    MemberCheck(
            StoreConfig config,
            Endpoint endpoint,
            Channel channel,
            Optional<String> user,
            Deadline deadline,
            StepLog log) {
        this.config = config;
        this.endpoint = endpoint;
        this.channel = channel;
        this.user = user;
        this.deadline = deadline;
        this.log = log;
        this.diagnosis = new ServingDiagnosis(config, endpoint);
    }

    List<StepResult> run() throws InterruptedException {
        try {
            Anonymous anonymous = quorum();
            String token = authentication(anonymous);
            permission(token, anonymous);
            return log.results();
        } catch (ConnectionFailedException failure) {
            return log.failed(failure.attempts().get(0));
        }
    }

    // --- quorum -------------------------------------------------------------------------------------------------

    /** etcd looks for a majority first and for permission only then, so that a refusal proves the majority too. */
    private Anonymous quorum() throws InterruptedException {
        log.begin(CheckStep.QUORUM);
        LocalAnswer local = LocalAnswer.of(endpoint, channel, deadline);
        try {
            ResponseHeader header = read();
            log.passed(
                    CheckStep.QUORUM,
                    Finding.ok("agrees with a majority, at revision " + header.getRevision(), cluster(header)));
            return Anonymous.SERVED;
        } catch (AuthenticationException demanded) {
            return agreed(Anonymous.ASKED_FOR_PASSWORD);
        } catch (PermissionDeniedException denied) {
            return agreed(Anonymous.DENIED);
        } catch (UnavailableException | DeadlineExceededException failure) {
            throw failed(local.header().isPresent() ? diagnosis.noMajority() : diagnosis.tooSlow(failure), failure);
        } catch (StoreException failure) {
            throw failed(diagnosis.other(failure), failure);
        }
    }

    private Anonymous agreed(Anonymous treatment) {
        log.passed(CheckStep.QUORUM, Finding.ok("agrees with a majority", Map.of()));
        return treatment;
    }

    private ResponseHeader read() {
        return call(
                () -> KVGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(left(deadline), TimeUnit.NANOSECONDS)
                        .range(Wire.revisionOnly())
                        .getHeader(),
                "read");
    }

    // --- authentication -----------------------------------------------------------------------------------------

    private String authentication(Anonymous anonymous) {
        log.begin(CheckStep.AUTHENTICATION);
        if (config.etcd().username().isPresent()) {
            return logIn(config.etcd().username().get());
        }
        if (anonymous == Anonymous.ASKED_FOR_PASSWORD) {
            throw failed(diagnosis.notAuthenticated(), null);
        }
        log.passed(
                CheckStep.AUTHENTICATION,
                anonymous == Anonymous.SERVED ? Finding.ok("not demanded", Map.of()) : byCertificate(user.orElse("")));
        return Tokens.NONE;
    }

    /** etcd takes any name in a certificate for that of a user, and denies those that it does not know like others. */
    private Finding byCertificate(String name) {
        AuthUserGetRequest request =
                AuthUserGetRequest.newBuilder().setName(name).build();
        try {
            call(() -> authStub(Tokens.NONE).userGet(request), "ask for the user");
        } catch (StoreException failure) {
            if (failure.getCause() instanceof StatusRuntimeException refusal
                    && StatusMapper.isUserUnknown(refusal.getStatus())) {
                throw failed(diagnosis.unknownUser(name), failure);
            }
            // The next step asks for more, and says what comes of that.
        }
        return Finding.ok("as user '" + name + "', by the client certificate", Map.of("user", name));
    }

    private String logIn(String name) {
        AuthenticateRequest request = AuthenticateRequest.newBuilder()
                .setName(name)
                .setPassword(config.etcd().password().map(Secret::reveal).orElse(""))
                .build();
        try {
            AuthenticateResponse answer = call(() -> authStub(Tokens.NONE).authenticate(request), "authenticate");
            Map<String, String> facts = new LinkedHashMap<>(Map.of("user", name));
            facts.putAll(cluster(answer.getHeader()));
            log.passed(CheckStep.AUTHENTICATION, Finding.ok("as user '" + name + "'", facts));
            return answer.getToken();
        } catch (AuthenticationException wrong) {
            throw failed(diagnosis.notAuthenticated(), wrong);
        } catch (UnavailableException | DeadlineExceededException late) {
            throw failed(diagnosis.tooSlow(late), late);
        } catch (StoreException failure) {
            if (failure.getCause() instanceof StatusRuntimeException refusal
                    && StatusMapper.isAuthenticationDisabled(refusal.getStatus())) {
                log.passed(
                        CheckStep.AUTHENTICATION,
                        Finding.warning(
                                "etcd has authentication turned off, so that user '" + name
                                        + "' is not used and nobody is kept out",
                                Map.of()));
                return Tokens.NONE;
            }
            throw failed(diagnosis.other(failure), failure);
        }
    }

    // --- permission ---------------------------------------------------------------------------------------------

    private void permission(String token, Anonymous anonymous) {
        log.begin(CheckStep.PERMISSION);
        if (anonymous == Anonymous.SERVED && token.isEmpty()) {
            log.passed(CheckStep.PERMISSION, Finding.ok("everything, since nobody has to say who he is", Map.of()));
            return;
        }
        String name = user.orElse("");
        KeyRange keys = AccessRights.keysOf(config);
        AccessRights rights = rights(name, token);
        if (!rights.touch(keys)) {
            throw failed(diagnosis.notPermitted(name), null);
        }
        log.passed(CheckStep.PERMISSION, permitted(rights.reads(keys), rights.writes(keys)));
    }

    private AccessRights rights(String name, String token) {
        try {
            return call(() -> AccessRights.of(name, authStub(token)), "ask for permissions");
        } catch (UnavailableException | DeadlineExceededException late) {
            throw failed(diagnosis.tooSlow(late), late);
        } catch (StoreException failure) {
            throw failed(diagnosis.other(failure), failure);
        }
    }

    private Finding permitted(Extent reads, Extent writes) {
        String where = config.namespace().isEmpty() ? "all keys" : "the namespace '" + config.namespace() + "'";
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("namespace", config.namespace());
        facts.put("reads", text(reads));
        facts.put("writes", text(writes));
        String summary = "reads " + text(reads) + " and writes " + text(writes) + " of " + where;
        // Without a namespace of its own, that a user may touch a part of the keys is as it should be.
        boolean asWanted = config.namespace().isEmpty()
                ? reads != Extent.NOTHING && writes != Extent.NOTHING
                : reads == Extent.ALL && writes == Extent.ALL;
        return asWanted ? Finding.ok(summary, facts) : Finding.warning(summary, facts);
    }

    private static String text(Extent extent) {
        return extent.name().toLowerCase(Locale.ROOT);
    }

    // --- calls --------------------------------------------------------------------------------------------------

    private AuthGrpc.AuthBlockingStub authStub(String token) {
        return AuthGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(Tokens.headers(token)))
                .withDeadlineAfter(left(deadline), TimeUnit.NANOSECONDS);
    }

    private <A> A call(Supplier<A> call, String verb) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            Status status = e.getStatus();
            throw StatusMapper.map(status, new Purpose(verb, ""), endpoint.toString(), false);
        }
    }

    private static long left(Deadline deadline) {
        return Math.max(1, deadline.remainingNanos());
    }

    private static Map<String, String> cluster(ResponseHeader header) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("clusterId", Long.toHexString(header.getClusterId()));
        facts.put("memberId", Long.toHexString(header.getMemberId()));
        facts.put("revision", Long.toString(header.getRevision()));
        return facts;
    }

    private static ConnectionFailedException failed(Attempt attempt, @Nullable Throwable cause) {
        return new ConnectionFailedException(List.of(attempt), cause);
    }
}
