package io.gatewaystore.etcd.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.AuthenticationException;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.ConnectionFailedException;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.error.PermissionDeniedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.etcd.ConnectionCheck;
import io.gatewaystore.etcd.check.CheckReport;
import io.gatewaystore.etcd.check.CheckStep;
import io.gatewaystore.etcd.check.EndpointReport;
import io.gatewaystore.etcd.check.StepResult;
import io.gatewaystore.etcd.check.StepStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** One configuration, with which a store is opened and the connections are checked. Both have to say the same, and in time. */
final class Connecting {

    static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** For what is not waiting: threads to start and sockets to close on a machine that has other things to do. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final Map<String, String> environment;
    private Duration timeout = TIMEOUT;

    Connecting(Map<String, String> environment) {
        this.environment = new HashMap<>(environment);
    }

    static Connecting plaintext(String endpoint) {
        return new Connecting(Map.of("GATEWAY_STORE_BACKEND", "etcd", "GATEWAY_STORE_ETCD_HOSTS", endpoint));
    }

    static Connecting secured(String endpoint, Path caFile) {
        return plaintext(endpoint)
                .set(StoreVariable.ETCD_USE_TLS, "true")
                .set(StoreVariable.ETCD_CA_CERTIFICATE_FILE, caFile);
    }

    Connecting set(StoreVariable variable, Object value) {
        environment.put(variable.variableName(), value.toString());
        return this;
    }

    Connecting unset(StoreVariable variable) {
        environment.remove(variable.variableName());
        return this;
    }

    Connecting presenting(Path certificate, Path key) {
        return set(StoreVariable.ETCD_CLIENT_CERT_AUTH, "true")
                .set(StoreVariable.ETCD_CERTIFICATE_FILE, certificate)
                .set(StoreVariable.ETCD_PRIVATE_KEY_FILE, key);
    }

    Connecting as(String user, String password) {
        return set(StoreVariable.ETCD_USERNAME, user).set(StoreVariable.ETCD_PASSWORD, password);
    }

    /** For those who are going to wait it out. */
    Connecting within(Duration shorter) {
        timeout = shorter;
        return this;
    }

    StoreConfig config() {
        return StoreConfig.builder()
                .environment(environment)
                .connectTimeout(timeout)
                .build();
    }

    void works() {
        StoreConfig config = config();
        try (Store store = inTime(() -> Store.open(config))) {
            store.put("k", Bytes.utf8("v"));
        }
        CheckReport report = inTime(() -> ConnectionCheck.run(config));
        assertThat(report.isOk()).as(report.toString()).isTrue();
    }

    void failsBy(ConnectionFailure kind, StoreVariable variable, String... words) {
        StoreConfig config = config();
        ConnectionFailedException failure = catchInTime(
                ConnectionFailedException.class, () -> Store.open(config).close());
        assertThat(failure.attempts()).hasSize(1);
        assertAttempt(failure.attempts().get(0), config, kind, variable, words);
        assertThat(failure)
                .hasMessageContaining(failure.attempts().get(0).toString())
                .hasCauseInstanceOf(Exception.class);
        assertAttempt(checkFails(config), config, kind, variable, words);
    }

    void isNotAuthenticated(String... words) {
        isKeptOut(AuthenticationException.class, ConnectionFailure.AUTHENTICATION, StoreVariable.ETCD_PASSWORD, words);
    }

    void isNotPermitted(String... words) {
        isKeptOut(PermissionDeniedException.class, ConnectionFailure.PERMISSION, StoreVariable.NAMESPACE, words);
    }

    private void isKeptOut(
            Class<? extends StoreException> type, ConnectionFailure kind, StoreVariable variable, String... words) {
        StoreConfig config = config();
        StoreException failure = catchInTime(type, () -> Store.open(config).close());
        Attempt attempt = checkFails(config);
        assertAttempt(attempt, config, kind, variable, words);
        assertThat(failure).hasMessage(attempt.toString());
    }

    void isMisconfigured(StoreVariable variable, String... words) {
        StoreConfig config = config();
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(() -> Store.open(config).close(), () -> ConnectionCheck.run(config))) {
            assertThat(catchInTime(ConfigurationException.class, call))
                    .hasMessageContaining(variable.variableName())
                    .hasMessageContainingAll(words);
        }
    }

    private Attempt checkFails(StoreConfig config) {
        EndpointReport report =
                inTime(() -> ConnectionCheck.run(config)).endpoints().get(0);
        Attempt attempt = report.failure().orElseThrow(() -> new AssertionError(report));
        CheckStep failed = report.steps().stream()
                .filter(step -> step.status() == StepStatus.FAILED)
                .map(StepResult::step)
                .findFirst()
                .orElseThrow();
        CheckStep.of(attempt.failure()).ifPresent(step -> assertThat(failed).isEqualTo(step));
        assertThat(report.steps()).extracting(StepResult::step).containsExactly(CheckStep.values());
        assertThat(report.steps()).allSatisfy(step -> {
            if (step.step().compareTo(failed) < 0) {
                assertThat(step.status()).as(report.toString()).isNotEqualTo(StepStatus.FAILED);
            } else if (step.step().compareTo(failed) > 0) {
                assertThat(step.status()).isEqualTo(StepStatus.SKIPPED);
            }
        });
        return attempt;
    }

    private static void assertAttempt(
            Attempt attempt, StoreConfig config, ConnectionFailure kind, StoreVariable variable, String... words) {
        assertThat(attempt.failure()).as(attempt.toString()).isEqualTo(kind);
        assertThat(attempt.endpoint())
                .isEqualTo(config.etcd().endpoints().get(0).toString());
        assertThat(attempt.remedy()).contains(variable.variableName()).endsWith(".");
        assertThat(attempt.toString()).startsWith(attempt.endpoint()).contains(words);
    }

    private <T extends Throwable> T catchInTime(Class<T> type, ThrowingCallable call) {
        return inTime(() -> {
            Throwable thrown = catchThrowable(call);
            assertThat(thrown).isInstanceOf(type);
            return type.cast(thrown);
        });
    }

    private <T> T inTime(Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(timeout.plus(MARGIN));
        return result;
    }
}
