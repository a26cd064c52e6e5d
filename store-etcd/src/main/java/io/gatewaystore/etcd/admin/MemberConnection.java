package io.gatewaystore.etcd.admin;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.AlarmMember;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmType;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.Secret;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.ConnectionFailedException;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.etcd.internal.probe.ConnectionProbe;
import io.gatewaystore.etcd.internal.probe.ProbeResult;
import io.gatewaystore.spi.Deadline;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractBlockingStub;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The connection to one endpoint. Every question is preceded by a probe, which finds out why an endpoint cannot be used, and by a login if there
 * is a user, since tokens expire.
 */
final class MemberConnection {

    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

    /** What etcdctl reads, too. */
    private static final ByteString HEALTH_KEY = ByteString.copyFromUtf8("health");

    /** jetcd's messages are older than this alarm. */
    private static final int CORRUPT = 2;

    private final Endpoint endpoint;
    private final StoreConfig config;
    private final ConnectionProbe probe;
    private final ManagedChannel channel;

    MemberConnection(Endpoint endpoint, StoreConfig config, ChannelCredentials credentials, ConnectionProbe probe) {
        this.endpoint = endpoint;
        this.config = config;
        this.probe = probe;
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port(), credentials)
                .disableRetry()
                .disableServiceConfigLookUp()
                .userAgent("gateway-store");
        config.etcd()
                .serverName()
                .ifPresent(name -> builder.overrideAuthority(new Endpoint(name, endpoint.port()).toString()));
        this.channel = builder.build();
    }

    // --- questions ----------------------------------------------------------------------------------------------

    EndpointStatus status() {
        ProbeResult probed = probe();
        if (probed instanceof ProbeResult.Failed failed) {
            return new EndpointStatus.Unreachable(endpoint, failed.attempt());
        }
        try {
            return known(asUser(MaintenanceGrpc.newBlockingStub(channel)).status(StatusRequest.getDefaultInstance()));
        } catch (StatusRuntimeException e) {
            Refusal refusal = new Refusal(endpoint, e.getStatus());
            return refusal.isByEtcd()
                    ? new EndpointStatus.Refused(endpoint, ((ProbeResult.Healthy) probed).version(), refusal.text())
                    : new EndpointStatus.Unreachable(endpoint, refusal.attempt());
        }
    }

    private EndpointStatus known(StatusResponse answer) {
        return new EndpointStatus.Known(
                endpoint,
                answer.getHeader().getClusterId(),
                answer.getHeader().getMemberId(),
                answer.getVersion(),
                answer.getDbSize(),
                answer.getDbSizeInUse(),
                answer.getLeader() == answer.getHeader().getMemberId(),
                answer.getIsLearner(),
                answer.getRaftTerm(),
                answer.getRaftIndex(),
                answer.getRaftAppliedIndex(),
                answer.getErrorsList());
    }

    EndpointHealth health() {
        ProbeResult probed = probe();
        if (probed instanceof ProbeResult.Failed failed) {
            Attempt attempt = failed.attempt();
            return new EndpointHealth(
                    endpoint, false, false, Duration.ZERO, Optional.of(attempt.reason() + ". " + attempt.remedy()));
        }
        long begin = System.nanoTime();
        Optional<String> problem = unread();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        problem = problem.or(this::alarms);
        return new EndpointHealth(endpoint, problem.isEmpty(), true, took, problem);
    }

    /** Why a read that takes a majority was not answered, or empty. Who may not read the key has been answered. */
    private Optional<String> unread() {
        try {
            asUser(KVGrpc.newBlockingStub(channel))
                    .range(RangeRequest.newBuilder()
                            .setKey(HEALTH_KEY)
                            .setCountOnly(true)
                            .build());
            return Optional.empty();
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() == Status.Code.PERMISSION_DENIED
                    ? Optional.empty()
                    : Optional.of(new Refusal(endpoint, e.getStatus()).text());
        }
    }

    private Optional<String> alarms() {
        try {
            AlarmRequest request = AlarmRequest.newBuilder()
                    .setAction(AlarmRequest.AlarmAction.GET)
                    .setAlarm(AlarmType.NONE)
                    .build();
            List<AlarmMember> alarms = asUser(MaintenanceGrpc.newBlockingStub(channel))
                    .alarm(request)
                    .getAlarmsList();
            return alarms.isEmpty() ? Optional.empty() : Optional.of(text(alarms));
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() == Status.Code.PERMISSION_DENIED
                    ? Optional.empty()
                    : Optional.of("alarms cannot be listed: " + new Refusal(endpoint, e.getStatus()).text());
        }
    }

    private static String text(List<AlarmMember> alarms) {
        return alarms.stream()
                .map(alarm -> (alarm.getAlarmValue() == CORRUPT ? "CORRUPT" : alarm.getAlarm()) + " of member "
                        + Long.toHexString(alarm.getMemberID()))
                .collect(Collectors.joining(", ", "alarm: ", ""));
    }

    List<ClusterMember> members() {
        if (probe() instanceof ProbeResult.Failed failed) {
            throw new ConnectionFailedException(List.of(failed.attempt()), failed.cause());
        }
        try {
            return asUser(ClusterGrpc.newBlockingStub(channel))
                    .memberList(MemberListRequest.getDefaultInstance())
                    .getMembersList()
                    .stream()
                    .map(MemberConnection::member)
                    .toList();
        } catch (StatusRuntimeException e) {
            throw new Refusal(endpoint, e.getStatus()).exception("member list", e);
        }
    }

    private static ClusterMember member(Member member) {
        return new ClusterMember(
                member.getID(),
                member.getName(),
                member.getPeerURLsList(),
                member.getClientURLsList(),
                member.getIsLearner());
    }

    // --- how they are asked -------------------------------------------------------------------------------------

    private ProbeResult probe() {
        return probe.probe(endpoint, Deadline.after(config.connectTimeout()));
    }

    /** A stub with a deadline for one call, and with a token if there is a user and the cluster asks for one. */
    private <S extends AbstractBlockingStub<S>> S asUser(S stub) {
        Metadata headers = new Metadata();
        config.etcd().username().flatMap(this::token).ifPresent(token -> headers.put(TOKEN, token));
        return inTime(stub).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private Optional<String> token(String username) {
        AuthenticateRequest request = AuthenticateRequest.newBuilder()
                .setName(username)
                .setPassword(config.etcd().password().map(Secret::reveal).orElse(""))
                .build();
        try {
            return Optional.of(inTime(AuthGrpc.newBlockingStub(channel))
                    .authenticate(request)
                    .getToken());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.FAILED_PRECONDITION) {
                // Authentication is not enabled.
                return Optional.empty();
            }
            throw e;
        }
    }

    private <S extends AbstractBlockingStub<S>> S inTime(S stub) {
        return stub.withDeadlineAfter(config.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    void close() {
        channel.shutdownNow();
    }
}
