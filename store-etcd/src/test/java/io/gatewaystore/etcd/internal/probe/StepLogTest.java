package io.gatewaystore.etcd.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.etcd.check.CheckStep;
import io.gatewaystore.etcd.check.StepResult;
import io.gatewaystore.etcd.check.StepStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepLogTest {

    private static final Finding FINE = Finding.ok("fine", Map.of());

    private final StepLog log = new StepLog();

    @Test
    void hasAResultForEveryStepInOrder() {
        log.passed(CheckStep.VERSION, FINE);
        log.passed(CheckStep.TCP, FINE);

        assertThat(log.results()).extracting(StepResult::step).containsExactly(CheckStep.values());
        assertStatuses(log.results(), StepStatus.OK, CheckStep.TCP, CheckStep.VERSION);
        assertStatuses(
                log.results(),
                StepStatus.SKIPPED,
                Arrays.stream(CheckStep.values())
                        .filter(step -> step != CheckStep.TCP && step != CheckStep.VERSION)
                        .toArray(CheckStep[]::new));
    }

    @Test
    void givesAFailureToTheStepItsKindTells() {
        log.passed(CheckStep.DNS, FINE);
        log.passed(CheckStep.TLS, FINE);
        log.begin(CheckStep.VERSION);

        List<StepResult> results = log.failed(attempt(ConnectionFailure.CLIENT_CERTIFICATE_REQUIRED));

        assertStatuses(results, StepStatus.FAILED, CheckStep.TLS);
        assertStatuses(results, StepStatus.OK, CheckStep.DNS);
    }

    @Test
    void givesAFailureOfAnyStepToTheOneThatHadBegun() {
        log.passed(CheckStep.DNS, FINE);
        log.begin(CheckStep.HTTP2);

        assertStatuses(log.failed(attempt(ConnectionFailure.TIMEOUT)), StepStatus.FAILED, CheckStep.HTTP2);
    }

    @Test
    void goesOnFromWhatWasFoundBefore() {
        log.passed(CheckStep.DNS, FINE);
        StepLog next = new StepLog(log.results());
        next.passed(CheckStep.QUORUM, FINE);

        assertStatuses(next.results(), StepStatus.OK, CheckStep.DNS, CheckStep.QUORUM);
    }

    private static void assertStatuses(List<StepResult> results, StepStatus status, CheckStep... steps) {
        assertThat(results)
                .filteredOn(result -> result.status() == status)
                .extracting(StepResult::step)
                .containsExactly(steps);
    }

    private static Attempt attempt(ConnectionFailure kind) {
        return new Attempt("h:1", kind, "reason", "Remedy.");
    }
}
