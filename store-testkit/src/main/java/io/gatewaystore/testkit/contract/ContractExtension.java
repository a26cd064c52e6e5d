package io.gatewaystore.testkit.contract;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives each test what the backend's author provides, disables what the backend declares to lack, and fails on any other skip: of a test, of a
 * class that gave up before its tests, and of all tests together. A class disabled from outside shows no extension anything.
 */
final class ContractExtension
        implements ExecutionCondition, ParameterResolver, TestWatcher, BeforeEachCallback, AfterAllCallback {

    private final Set<String> declared = ConcurrentHashMap.newKeySet();
    private final Queue<String> undeclared = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean anyRan = new AtomicBoolean();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<StoreContract> contract =
                context.getTestInstances().flatMap(all -> all.findInstance(StoreContract.class));
        if (context.getTestMethod().isEmpty() || contract.isEmpty()) {
            return ConditionEvaluationResult.enabled("whole classes are never disabled");
        }
        Map<Capability, String> lacking = contract.get().lacks();
        return needs(context)
                .filter(lacking::containsKey)
                .findFirst()
                .map(lack -> disabled(context, lack + " declared lacking: " + lacking.get(lack)))
                .orElseGet(() -> ConditionEvaluationResult.enabled("the backend has all that is needed"));
    }

    private static Stream<Capability> needs(ExtensionContext context) {
        return Stream.of(context.getRequiredTestMethod(), context.getRequiredTestClass())
                .flatMap(element -> AnnotationSupport.findAnnotation(element, Needs.class).stream())
                .flatMap(needs -> Arrays.stream(needs.value()));
    }

    private ConditionEvaluationResult disabled(ExtensionContext context, String reason) {
        declared.add(context.getUniqueId());
        return ConditionEvaluationResult.disabled(reason);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == StoreFixture.class || type == Access.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Access.class
                ? context.getRequiredTestInstances()
                        .findInstance(EveryConcept.class)
                        .map(EveryConcept::access)
                        .orElse(Access.BLOCKING)
                : context.getRequiredTestInstances()
                        .findInstance(StoreContract.class)
                        .orElseThrow(() -> new IllegalStateException("the suite is run by extending StoreContract"))
                        .fixture();
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        if (!declared.contains(context.getUniqueId())) {
            undeclared.add(context.getDisplayName() + ": " + reason.orElse("no reason given"));
        }
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        undeclared.add(context.getDisplayName() + ": " + cause.getMessage());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        anyRan.set(true);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        context.getExecutionException()
                .ifPresent(cause -> undeclared.add("all of " + context.getDisplayName() + ": " + cause.getMessage()));
        if (isOutermost(context) && !anyRan.get() && declared.isEmpty() && undeclared.isEmpty()) {
            undeclared.add("all of " + context.getDisplayName() + ": no test began");
        }
        failIfAnyWasSkipped();
    }

    private static boolean isOutermost(ExtensionContext context) {
        return StoreContract.class.isAssignableFrom(context.getRequiredTestClass());
    }

    private void failIfAnyWasSkipped() {
        if (!undeclared.isEmpty()) {
            String skipped = undeclared.stream().collect(Collectors.joining("; "));
            undeclared.clear();
            throw new AssertionError(
                    "tests of the contract were skipped though the backend does not declare a lack: " + skipped);
        }
    }
}
