package io.gatewaystore.testkit.contract;

import org.junit.jupiter.api.Nested;

/** The concepts that both interfaces of a store share. */
abstract class EveryConcept {

    /** Through which interface the tests reach the store. */
    abstract Access access();

    @Nested
    final class Keys extends KeyValueContract {}

    @Nested
    final class ConditionalWrites extends ConditionalWriteContract {}

    @Nested
    final class Ranges extends RangeContract {}

    @Nested
    final class ForeignKeys extends ForeignKeyContract {}

    @Nested
    final class Results extends ResultContract {}

    @Nested
    final class Listings extends ListingContract {}

    @Nested
    final class Limits extends LimitContract {}

    @Nested
    final class Compares extends CompareContract {}

    @Nested
    final class Transactions extends TransactionContract {}

    @Nested
    final class Reads extends ReadContract {}

    @Nested
    final class Ttls extends TtlContract {}

    @Nested
    final class TypedViews extends TypedViewContract {}

    @Nested
    final class Namespaces extends NamespaceContract {}

    @Nested
    final class Updates extends UpdateContract {}

    @Nested
    final class WatchStarts extends WatchStartContract {}

    @Nested
    final class WatchChanges extends WatchChangesContract {}

    @Nested
    final class WatchProgress extends WatchProgressContract {}

    @Nested
    final class Listeners extends ListenerContract {}

    @Nested
    final class SlowConsumers extends SlowConsumerContract {}

    @Nested
    final class Resyncs extends ResyncContract {}

    @Nested
    final class Reconfiguration extends ReconfigurationContract {}

    @Nested
    final class Lifecycle extends LifecycleContract {}
}
