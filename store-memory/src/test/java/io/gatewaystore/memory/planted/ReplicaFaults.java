package io.gatewaystore.memory.planted;

import io.gatewaystore.Bytes;
import io.gatewaystore.Count;
import io.gatewaystore.KeyRange;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.Store;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.error.CodecException;
import io.gatewaystore.internal.Foundation;
import io.gatewaystore.memory.MemoryCluster;
import io.gatewaystore.replica.Replica;
import io.gatewaystore.status.StoreStatus;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.WatchListener;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** Faults of replicas, and of what stands on them or beside them. */
final class ReplicaFaults {

    private ReplicaFaults() {}

    static List<Planting> plantings() {
        return List.of(
                hearing("a replica keeps what is deleted", "Replicas.showsItsRangeAsItIsAndBecomes", KeepsDeleted::new),
                hearing(
                        "a replica takes a transaction piece by piece",
                        "Replicas.showsATransactionWholeOrNotAtAll",
                        PieceByPiece::new),
                hearing(
                        "a replica hears of no progress",
                        "Replicas.readsAtLeastARevisionThatDidNotTouchItsRange",
                        NoProgress::new),
                Planting.inStore(
                        "a replica knows of no own writes",
                        "Replicas.waitsForItsOwnWriteAndNotLocally",
                        KnowsOfNoWrites::new),
                Planting.inStore(
                        "a replica asks a store that is behind",
                        "Replicas.waitsForWhatOthersWroteIfAsked",
                        AsksTheOldest::new),
                Planting.inStore(
                        "a replica takes what does not decode for something else",
                        "Replicas.isolatesWhatDoesNotDecodeUntilItHeals",
                        DecodesAnything::new),
                hearing("a setting keeps what is removed", "Settings.showsWhatWasSetLast", KeepsDeleted::new),
                UpdatesCarelessly.planting(
                        "a counter reads, adds and writes",
                        "Counters.losesNoIncrementOfManyNodesAndGivesEachAValueOfItsOwn",
                        2),
                Planting.inStore(
                        "all clusters have one name", "Replicas.refusesTheTokenOfAnotherCluster", OneName::new));
    }

    private static Planting hearing(String fault, String caughtBy, UnaryOperator<WatchListener> broken) {
        return Planting.inStore(fault, caughtBy, sound -> new Hearing(sound, broken));
    }

    private static final class Hearing extends FaultyStore {
        private final UnaryOperator<WatchListener> broken;

        Hearing(Store sound, UnaryOperator<WatchListener> broken) {
            super(sound, other -> new Hearing(other, broken));
            this.broken = broken;
        }

        @Override
        WatchListener heard(WatchListener listener) {
            return broken.apply(listener);
        }
    }

    private static final class KeepsDeleted extends FaultyListener {
        KeepsDeleted(WatchListener listener) {
            super(listener);
        }

        @Override
        public void onChanges(ChangeSet changes) {
            super.onChanges(new ChangeSet(
                    changes.revision(),
                    changes.changes().stream()
                            .filter(Change.Put.class::isInstance)
                            .toList()));
        }
    }

    private static final class PieceByPiece extends FaultyListener {
        PieceByPiece(WatchListener listener) {
            super(listener);
        }

        @Override
        public void onChanges(ChangeSet changes) {
            for (Change change : changes) {
                super.onChanges(new ChangeSet(changes.revision(), List.of(change)));
                // Long enough for readers to see it.
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static final class NoProgress extends FaultyListener {
        NoProgress(WatchListener listener) {
            super(listener);
        }

        @Override
        public void onProgress(long revision) {
            // That is the fault.
        }
    }

    /** Its replicas are told of the writes of another store. */
    private static final class KnowsOfNoWrites extends FaultyStore {
        private final Store other = MemoryCluster.create().open();

        KnowsOfNoWrites(Store sound) {
            super(sound, KnowsOfNoWrites::new);
        }

        @Override
        public <T> Optional<T> unwrap(Class<T> type) {
            return type == Foundation.class ? other.unwrap(type) : sound.unwrap(type);
        }

        @Override
        public void close() {
            other.close();
            sound.close();
        }
    }

    private static final class AsksTheOldest extends FaultyStore {
        AsksTheOldest(Store sound) {
            super(sound, AsksTheOldest::new);
        }

        @Override
        public Count count(KeyRange range, ReadOptions options) {
            return new Count(1, sound.count(range, options).keys());
        }
    }

    private static final class DecodesAnything extends FaultyStore {
        DecodesAnything(Store sound) {
            super(sound, DecodesAnything::new);
        }

        @Override
        public <V> Replica<V> replicate(KeyRange range, Codec<V> codec) {
            return sound.replicate(range, new Guessing<>(codec));
        }
    }

    private record Guessing<V>(Codec<V> sound) implements Codec<V> {
        @Override
        public Bytes encode(V value) {
            return sound.encode(value);
        }

        @Override
        public V decode(Bytes bytes) {
            try {
                return sound.decode(bytes);
            } catch (CodecException e) {
                return sound.decode(Bytes.utf8("0"));
            }
        }
    }

    private static final class OneName extends FaultyStore {
        OneName(Store sound) {
            super(sound, OneName::new);
        }

        @Override
        public StoreStatus status() {
            return StoreStatus.builder("memory").cluster("elsewhere").build();
        }
    }
}
