package io.gatewaystore.memory.planted;

import static java.util.Objects.requireNonNull;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import io.gatewaystore.memory.ManualClock;
import io.gatewaystore.testkit.contract.StoreContract;
import io.gatewaystore.testkit.contract.StoreFixture;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.platform.engine.discovery.NestedMethodSelector;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The contract suite on whatever backend it is given, run by another test. The build does not run it by itself. */
final class Suspect extends StoreContract {

    private static final String CONTRACT = StoreContract.class.getName();
    private static final String CONCEPTS = StoreContract.class.getPackageName() + ".EveryConcept";
    private static final Set<String> OF_ONE_INTERFACE = Set.of(
            "Futures",
            "BlockingCalls",
            "Cursors",
            "Leases",
            "Sessions",
            "Registrations",
            "Locks",
            "Elections",
            "Replicas",
            "ReplicaGroups",
            "Counters",
            "Settings");

    /** JUnit makes the instances, so there is no other way to hand them something. It does so on the thread that runs the tests. */
    private static final ThreadLocal<Function<ManualClock, StoreFixture>> CURRENT = new ThreadLocal<>();

    Suspect() {}

    @Override
    protected StoreFixture fixture() {
        return requireNonNull(CURRENT.get(), "the suspect").apply(new ManualClock());
    }

    /** Runs some tests of the suite, named as {@link Planting#caughtBy} names them. */
    static Events run(Function<ManualClock, StoreFixture> fixture, String... tests) {
        CURRENT.set(fixture);
        try {
            return EngineTestKit.engine("junit-jupiter")
                    .selectors(List.of(tests).stream().map(Suspect::select).toArray(NestedMethodSelector[]::new))
                    .execute()
                    .testEvents();
        } finally {
            CURRENT.remove();
        }
    }

    private static NestedMethodSelector select(String test) {
        int dot = test.indexOf('.');
        String concept = test.substring(0, dot);
        String method = test.substring(dot + 1);
        String suspect = Suspect.class.getName();
        return OF_ONE_INTERFACE.contains(concept)
                ? selectNestedMethod(List.of(suspect), CONTRACT + "$" + concept, method)
                : selectNestedMethod(List.of(suspect, CONTRACT + "$ThroughStore"), CONCEPTS + "$" + concept, method);
    }
}
