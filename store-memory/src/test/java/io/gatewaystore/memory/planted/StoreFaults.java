package io.gatewaystore.memory.planted;

import static io.gatewaystore.memory.planted.Planting.inBackend;
import static io.gatewaystore.memory.planted.Planting.inStore;

import io.gatewaystore.Bytes;
import io.gatewaystore.Deleted;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.Store;
import io.gatewaystore.Updated;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.WriteResult;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.RequestTooLargeException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Limits;
import io.gatewaystore.spi.Request;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.txn.TxnResult;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Faults of what lies above a backend: namespaces, read-modify-write, limits. */
final class StoreFaults {

    private StoreFaults() {}

    static List<Planting> plantings() {
        return List.of(
                inStore(
                                "a namespace's watch leaks",
                                "Namespaces.tellsWatchersOfNothingOutside",
                                sound -> new Views(sound, WatchLeaks::new))
                        .noticedInVain(),
                inStore(
                        "a namespace's transaction leaks",
                        "Namespaces.keepsTransactionsInside",
                        sound -> new Views(sound, TransactionLeaks::new)),
                inStore(
                        "a namespace's listing leaks",
                        "Namespaces.readsNothingFromOutside",
                        sound -> new Views(sound, ListingLeaks::new)),
                inStore(
                        "a namespace's deletion leaks",
                        "Namespaces.deletesNothingOutside",
                        sound -> new Views(sound, DeletionLeaks::new)),
                inStore(
                        "a namespace's name is joined without a slash",
                        "Namespaces.putsItsKeysUnderItsName",
                        sound -> new Views(sound, JoinedWithoutSlash::new)),
                inStore(
                        "a namespace's conflict shows the whole key",
                        "Namespaces.showsConflictsWithRelativeKeys",
                        sound -> new Views(sound, ConflictShowsTheWholeKey::new)),
                UpdatesCarelessly.planting("update loses updates", "Updates.asksAgainIfSomebodyWasFaster", 1),
                UpdatesCarelessly.planting(
                        "update loses updates when many contend", "Updates.losesNoUpdateUnderContention", 2),
                inStore(
                        "update writes what did not change",
                        "Updates.writesNothingIfTheBytesAreTheSame",
                        UpdateAlwaysWrites::new),
                inStore(
                        "update wraps what the function throws",
                        "Updates.throwsAtTheCallerWhatTheFunctionThrows",
                        UpdateWrapsFailures::new),
                inStore(
                        "a value that is too large is cut",
                        "Limits.refusesAValueThatIsTooLargeInEveryVerb",
                        CutsLargeValues::new),
                inStore(
                        "a value that is too large looks like an outage",
                        "Limits.refusesAValueThatIsTooLargeInEveryVerb",
                        TooLargeLooksLikeAnOutage::new),
                inBackend("a mebibyte is too large", "Limits.takesAValueOfAMebibyteInEveryVerb", RefusesAMebibyte::new),
                inBackend(
                        "a mebibyte is too large with a TTL",
                        "Limits.takesAValueOfAMebibyteWithATtl",
                        sound -> new TakesLessThanItSays(sound, put -> put.lease() != 0, 1 << 20)),
                inBackend(
                        "the largest request is smaller than the limit says",
                        "Limits.takesTheLargestValueThatItDoesNotRefuse",
                        sound -> new TakesLessThanItSays(
                                sound, put -> true, sound.limits().requestBytes() - 100_000)),
                inStore(
                        "a key that is too large does not exist",
                        "Limits.refusesAKeyThatIsTooLargeInEveryVerb",
                        HidesLargeKeys::new),
                inStore(
                        "a transaction that is too large is run in two",
                        "Limits.takesAsManyOperationsAsItsLimitAndNoMore",
                        SplitsLargeTransactions::new));
    }

    /** Gives a namespace a fault. */
    private interface Namespacing {
        /**
         * Makes a view.
         *
         * @param outer the store the namespace is in
         * @param inner the namespace as it should be
         * @param name its name
         */
        Store view(Store outer, Store inner, String name);
    }

    /** Gives the same fault to all namespaces in it. */
    private static class Views extends FaultyStore {
        private final Namespacing namespacing;

        Views(Store sound, Namespacing namespacing) {
            super(sound, other -> new Views(other, namespacing));
            this.namespacing = namespacing;
        }

        @Override
        public Store namespace(String name) {
            return namespacing.view(sound, sound.namespace(name), name);
        }
    }

    private static final class WatchLeaks extends Views {
        private final Store outer;

        WatchLeaks(Store outer, Store inner, String name) {
            super(inner, WatchLeaks::new);
            this.outer = outer;
        }

        @Override
        public Watch watch(KeyRange range, WatchOptions options, WatchListener listener) {
            return outer.watch(range, options, listener);
        }
    }

    private static final class TransactionLeaks extends Views {
        private final Store outer;

        TransactionLeaks(Store outer, Store inner, String name) {
            super(inner, TransactionLeaks::new);
            this.outer = outer;
        }

        @Override
        public TxnResult commit(Txn txn) {
            return outer.commit(txn);
        }
    }

    private static final class ListingLeaks extends Views {
        private final Store outer;

        ListingLeaks(Store outer, Store inner, String name) {
            super(inner, ListingLeaks::new);
            this.outer = outer;
        }

        @Override
        public Listing list(KeyRange range, ReadOptions options) {
            return range.end().isEmpty() ? outer.list(range, options) : sound.list(range, options);
        }
    }

    private static final class DeletionLeaks extends Views {
        private final Store outer;

        DeletionLeaks(Store outer, Store inner, String name) {
            super(inner, DeletionLeaks::new);
            this.outer = outer;
        }

        @Override
        public Deleted deleteRange(KeyRange range) {
            Deleted deleted = sound.deleteRange(range);
            outer.deleteRange(range);
            return deleted;
        }
    }

    private static final class JoinedWithoutSlash extends Views {
        private final Store outer;
        private final String name;

        JoinedWithoutSlash(Store outer, Store inner, String name) {
            super(inner, JoinedWithoutSlash::new);
            this.outer = outer;
            this.name = name;
        }

        @Override
        public WriteResult.Applied put(String key, Bytes value, WriteOptions options) {
            return outer.put(name + key, value, options);
        }

        @Override
        public Optional<Entry> get(String key, ReadOptions options) {
            return outer.get(name + key, options);
        }
    }

    private static final class ConflictShowsTheWholeKey extends Views {
        private final String name;

        ConflictShowsTheWholeKey(Store outer, Store inner, String name) {
            super(inner, ConflictShowsTheWholeKey::new);
            this.name = name;
        }

        @Override
        public WriteResult create(String key, Bytes value, WriteOptions options) {
            WriteResult result = sound.create(key, value, options);
            return result instanceof WriteResult.Conflict conflict
                    ? new WriteResult.Conflict(
                            conflict.revision(), conflict.current().map(this::whole))
                    : result;
        }

        private Entry whole(Entry entry) {
            return new Entry(
                    name + "/" + entry.key(),
                    entry.value(),
                    entry.createRevision(),
                    entry.modRevision(),
                    entry.version(),
                    entry.leased());
        }
    }

    private static final class UpdateAlwaysWrites extends FaultyStore {
        UpdateAlwaysWrites(Store sound) {
            super(sound, UpdateAlwaysWrites::new);
        }

        @Override
        public Updated update(String key, Function<Optional<Bytes>, Bytes> change) {
            Updated updated = sound.update(key, change);
            return updated.written()
                    ? updated
                    : new Updated(sound.put(key, updated.value()).revision(), updated.value(), true);
        }
    }

    private static final class UpdateWrapsFailures extends FaultyStore {
        UpdateWrapsFailures(Store sound) {
            super(sound, UpdateWrapsFailures::new);
        }

        @Override
        public Updated update(String key, Function<Optional<Bytes>, Bytes> change) {
            try {
                return sound.update(key, change);
            } catch (IllegalStateException e) {
                throw new IllegalStateException("the update failed", e);
            }
        }
    }

    private static final class CutsLargeValues extends FaultyStore {
        CutsLargeValues(Store sound) {
            super(sound, CutsLargeValues::new);
        }

        @Override
        public WriteResult create(String key, Bytes value, WriteOptions options) {
            try {
                return sound.create(key, value, options);
            } catch (RequestTooLargeException e) {
                Bytes half = Bytes.copyOf(Arrays.copyOf(value.toByteArray(), value.size() / 2));
                return sound.create(key, half, options);
            }
        }
    }

    private static final class TooLargeLooksLikeAnOutage extends FaultyStore {
        TooLargeLooksLikeAnOutage(Store sound) {
            super(sound, TooLargeLooksLikeAnOutage::new);
        }

        @Override
        public WriteResult.Applied put(String key, Bytes value, WriteOptions options) {
            try {
                return sound.put(key, value, options);
            } catch (RequestTooLargeException e) {
                throw new UnavailableException("the connection was reset", e, Outcome.UNKNOWN);
            }
        }
    }

    private static final class RefusesAMebibyte extends FaultyBackend {
        RefusesAMebibyte(Backend sound) {
            super(sound);
        }

        @Override
        public Limits limits() {
            return new Limits(sound.limits().operations(), 1 << 20);
        }
    }

    private static final class TakesLessThanItSays extends FaultyBackend {
        private final Predicate<Request.Put> concerned;
        private final int bytes;

        TakesLessThanItSays(Backend sound, Predicate<Request.Put> concerned, int bytes) {
            super(sound);
            this.concerned = concerned;
            this.bytes = bytes;
        }

        @Override
        Request.Put asked(Request.Put request) {
            if (concerned.test(request) && request.value().size() >= bytes) {
                throw new RequestTooLargeException("larger than was said", null);
            }
            return request;
        }
    }

    private static final class HidesLargeKeys extends FaultyStore {
        HidesLargeKeys(Store sound) {
            super(sound, HidesLargeKeys::new);
        }

        @Override
        public Optional<Entry> get(String key, ReadOptions options) {
            try {
                return sound.get(key, options);
            } catch (RequestTooLargeException e) {
                return Optional.empty();
            }
        }
    }

    private static final class SplitsLargeTransactions extends FaultyStore {
        SplitsLargeTransactions(Store sound) {
            super(sound, SplitsLargeTransactions::new);
        }

        @Override
        public TxnResult commit(Txn txn) {
            try {
                return sound.commit(txn);
            } catch (RequestTooLargeException e) {
                List<Operation> operations = txn.then();
                int half = operations.size() / 2;
                sound.commit(Txn.of(operations.subList(0, half).toArray(Operation[]::new)));
                return sound.commit(
                        Txn.of(operations.subList(half, operations.size()).toArray(Operation[]::new)));
            }
        }
    }
}
