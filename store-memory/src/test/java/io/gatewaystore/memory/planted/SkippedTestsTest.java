package io.gatewaystore.memory.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import io.gatewaystore.memory.MemoryCluster;
import io.gatewaystore.testkit.contract.Capability;
import io.gatewaystore.testkit.contract.StoreContract;
import io.gatewaystore.testkit.contract.StoreFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** That no test of the contract suite is left out unless the backend declares a lack. */
class SkippedTestsTest {

    private static final String NEEDS_A_TTL = "makesAKeyPermanentThatIsPutWithoutATtl";
    private static final String NEEDS_NOTHING = "isEmptyWhereThereIsNothing";

    @Test
    void areLeftOutIfTheBackendDeclaresTheLack() {
        EngineExecutionResults run =
                run(test(WithoutTtl.class, "Ttls", NEEDS_A_TTL), test(WithoutTtl.class, "Listings", NEEDS_NOTHING));

        assertThat(failures(run)).isEmpty();
        run.testEvents().assertStatistics(events -> events.skipped(1).succeeded(1));
    }

    @Test
    void areLeftOutThoughNoOtherIsSelected() {
        assertThat(failures(run(test(WithoutTtl.class, "Ttls", NEEDS_A_TTL)))).isEmpty();
    }

    @Test
    void failTheRunIfAConditionDisablesThem() {
        EngineExecutionResults run =
                run(test(DisabledHere.class, "Ttls", NEEDS_A_TTL), test(DisabledHere.class, "Listings", NEEDS_NOTHING));

        assertThat(failures(run)).singleElement().asString().contains("does not declare a lack", "not on this machine");
    }

    @Test
    void failTheRunIfTheyAreAborted() {
        EngineExecutionResults run = run(test(WithoutState.class, "Listings", NEEDS_NOTHING));

        assertThat(failures(run)).singleElement().asString().contains("does not declare a lack", "no state today");
    }

    @Test
    void failTheRunIfTheWholeClassIsAborted() {
        EngineExecutionResults run = run(selectClass(NotToday.class));

        run.testEvents().assertStatistics(events -> events.started(0));
        assertThat(failures(run)).singleElement().asString().contains("NotToday: no server today");
    }

    @Test
    void failTheRunIfNoneBegins() {
        EngineExecutionResults run = run(selectClass(NoConcept.class));

        run.testEvents().assertStatistics(events -> events.started(0));
        assertThat(failures(run)).singleElement().asString().contains("NoConcept: no test began");
    }

    /** JUnit does not enter the class, so no extension can fail it: the report shows it as skipped. */
    @Test
    void areReportedAsOneSkippedClassIfThatIsDisabled() {
        EngineExecutionResults run = run(selectClass(SwitchedOff.class));

        run.testEvents().assertStatistics(events -> events.started(0));
        run.containerEvents().assertStatistics(events -> events.skipped(1));
    }

    private static DiscoverySelector test(Class<?> suite, String concept, String method) {
        String contract = StoreContract.class.getName();
        String concepts = StoreContract.class.getPackageName() + ".EveryConcept";
        return selectNestedMethod(
                List.of(suite.getName(), contract + "$ThroughStore"), concepts + "$" + concept, method);
    }

    private static EngineExecutionResults run(DiscoverySelector... selectors) {
        return EngineTestKit.engine("junit-jupiter").selectors(selectors).execute();
    }

    private static List<Throwable> failures(EngineExecutionResults run) {
        return run.allEvents().failed().stream().map(SkippedTestsTest::failure).toList();
    }

    private static Throwable failure(Event failed) {
        return failed.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    // --- suites that the build does not run by themselves -------------------------------------------------------

    static class Sound extends StoreContract {
        @Override
        protected StoreFixture fixture() {
            MemoryCluster cluster = MemoryCluster.create();
            return cluster::open;
        }
    }

    static final class WithoutTtl extends Sound {
        @Override
        protected Map<Capability, String> lacks() {
            return Map.of(Capability.TTL, "nothing expires");
        }
    }

    @ExtendWith(NoTtls.class)
    static final class DisabledHere extends Sound {}

    private static final class NoTtls implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            boolean test = context.getTestMethod().isPresent()
                    && context.getDisplayName().startsWith(NEEDS_A_TTL);
            return test
                    ? ConditionEvaluationResult.disabled("not on this machine")
                    : ConditionEvaluationResult.enabled("not concerned");
        }
    }

    static final class WithoutState extends StoreContract {
        @Override
        protected StoreFixture fixture() {
            return () -> abort("no state today");
        }
    }

    static final class NotToday extends Sound {
        @BeforeAll
        static void startServer() {
            abort("no server today");
        }
    }

    @ExtendWith(NothingInside.class)
    static final class NoConcept extends Sound {}

    private static final class NothingInside implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return context.getParent().flatMap(ExtensionContext::getTestClass).isPresent()
                    ? ConditionEvaluationResult.disabled("an inner class")
                    : ConditionEvaluationResult.enabled("the outermost class");
        }
    }

    @Disabled("to see what becomes of it")
    static final class SwitchedOff extends Sound {}
}
