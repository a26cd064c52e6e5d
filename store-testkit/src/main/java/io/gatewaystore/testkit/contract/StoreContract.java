package io.gatewaystore.testkit.contract;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The whole contract. The author of a backend extends this class and says how a store is opened; the package's description shows how.
 *
 * <p>Not thread-safe; confine to one thread.
 */
@ExtendWith(ContractExtension.class)
public abstract class StoreContract {

    /** Creates the suite. */
    protected StoreContract() {}

    /**
     * Gives the state that one test works on. Called before each test; closed after it.
     *
     * @return a state of its own or one that earlier tests have used
     */
    protected abstract StoreFixture fixture();

    /**
     * Declares what the backend lacks. Tests that need it are reported as disabled.
     *
     * @return for each capability that is lacking, why; empty unless overridden
     */
    protected Map<Capability, String> lacks() {
        return Map.of();
    }

    @Nested
    final class ThroughStore extends EveryConcept {
        @Override
        Access access() {
            return Access.BLOCKING;
        }
    }

    @Nested
    final class ThroughAsyncStore extends EveryConcept {
        @Override
        Access access() {
            return Access.ASYNC;
        }
    }

    @Nested
    final class Futures extends FutureContract {}

    @Nested
    final class BlockingCalls extends BlockingContract {}

    @Nested
    final class Cursors extends CursorContract {}

    @Nested
    final class Replicas extends ReplicaContract {}

    @Nested
    final class ReplicaGroups extends ReplicaGroupContract {}

    @Nested
    final class Counters extends CounterContract {}

    @Nested
    final class Settings extends SettingContract {}

    @Nested
    final class Leases extends LeaseContract {}

    @Nested
    final class Sessions extends SessionContract {}

    @Nested
    final class Registrations extends RegistrationContract {}

    @Nested
    final class Locks extends LockContract {}

    @Nested
    final class Elections extends ElectionContract {}
}
