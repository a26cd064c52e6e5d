package io.gatewaystore.testkit.model;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.testkit.model.RevisionChoice.Numbers;
import io.gatewaystore.watch.WatchOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** One step of a run. */
sealed interface Step {

    /** A call with one answer, made in a namespace. */
    sealed interface Call extends Step {

        View view();

        /** Makes the call on a store that is in the namespace already. */
        CompletableFuture<?> on(AsyncStore store, Numbers numbers);

        /** Whether it leaves the store as it is, so that the next step need not wait for its answer. */
        default boolean isRead() {
            return false;
        }
    }

    /** The namespaces one within the other that a step takes place in; none of them for the whole store. */
    record View(List<String> names) {

        AsyncStore of(AsyncStore root) {
            AsyncStore store = root;
            for (String name : names) {
                store = store.namespace(name);
            }
            return store;
        }

        String prefix() {
            StringBuilder prefix = new StringBuilder();
            names.forEach(name -> prefix.append(name).append('/'));
            return prefix.toString();
        }

        @Override
        public String toString() {
            return names.isEmpty() ? "" : "in " + Text.of(prefix()) + " ";
        }
    }

    /** How fresh a read is to be. */
    record Freshness(ReadOptions.Kind kind, RevisionChoice revision) {

        ReadOptions with(Numbers numbers) {
            return switch (kind) {
                case LINEARIZABLE -> ReadOptions.linearizable();
                case SERIALIZABLE -> ReadOptions.serializable();
                case AT_REVISION -> ReadOptions.atRevision(numbers.of(revision));
                case AT_LEAST -> ReadOptions.atLeast(numbers.of(revision));
            };
        }

        @Override
        public String toString() {
            return switch (kind) {
                case LINEARIZABLE, SERIALIZABLE -> kind.name();
                case AT_REVISION, AT_LEAST -> kind + "(" + revision + ")";
            };
        }
    }

    /** {@code get}. */
    record Get(View view, String key, Freshness freshness) implements Call {
        @Override
        public CompletableFuture<?> on(AsyncStore store, Numbers numbers) {
            return store.get(key, freshness.with(numbers));
        }

        @Override
        public boolean isRead() {
            return true;
        }

        @Override
        public String toString() {
            return view + "get " + Text.of(key) + " " + freshness;
        }
    }

    /** {@code list}. */
    record ListRange(View view, KeyRange range, Freshness freshness) implements Call {
        @Override
        public CompletableFuture<?> on(AsyncStore store, Numbers numbers) {
            return store.list(range, freshness.with(numbers));
        }

        @Override
        public boolean isRead() {
            return true;
        }

        @Override
        public String toString() {
            return view + "list " + Text.of(range) + " " + freshness;
        }
    }

    /** {@code keys}. */
    record ListKeys(View view, KeyRange range, Freshness freshness) implements Call {
        @Override
        public CompletableFuture<?> on(AsyncStore store, Numbers numbers) {
            return store.keys(range, freshness.with(numbers));
        }

        @Override
        public boolean isRead() {
            return true;
        }

        @Override
        public String toString() {
            return view + "keys " + Text.of(range) + " " + freshness;
        }
    }

    /** {@code count}. */
    record CountKeys(View view, KeyRange range, Freshness freshness) implements Call {
        @Override
        public CompletableFuture<?> on(AsyncStore store, Numbers numbers) {
            return store.count(range, freshness.with(numbers));
        }

        @Override
        public boolean isRead() {
            return true;
        }

        @Override
        public String toString() {
            return view + "count " + Text.of(range) + " " + freshness;
        }
    }

    /** {@code put}. */
    record Put(View view, String key, Bytes value, WriteOptions options) implements Call {
        @Override
        public CompletableFuture<?> on(AsyncStore store, Numbers numbers) {
            return store.put(key, value, options);
        }

        @Override
        public String toString() {
            return view + "put " + Text.of(key) + "=" + Text.of(value) + " " + options;
        }
    }

    /** {@code create}. */
    record Create(View view, String key, Bytes value, WriteOptions options) implements Call {
        @Override
        public CompletableFuture<?> on(AsyncStore store, Numbers numbers) {
            return store.create(key, value, options);
        }

        @Override
        public String toString() {
            return view + "create " + Text.of(key) + "=" + Text.of(value) + " " + options;
        }
    }

    /** {@code replace}. */
    record Replace(View view, String key, RevisionChoice revision, Bytes value, WriteOptions options) implements Call {
        @Override
        public CompletableFuture<?> on(AsyncStore store, Numbers numbers) {
            return store.replace(key, numbers.of(revision), value, options);
        }

        @Override
        public String toString() {
            return view + "replace " + Text.of(key) + " of " + revision + " by " + Text.of(value) + " " + options;
        }
    }

    /** {@code deleteIf}. */
    record DeleteIf(View view, String key, RevisionChoice revision) implements Call {
        @Override
        public CompletableFuture<?> on(AsyncStore store, Numbers numbers) {
            return store.deleteIf(key, numbers.of(revision));
        }

        @Override
        public String toString() {
            return view + "delete " + Text.of(key) + " of " + revision;
        }
    }

    /** {@code delete}. */
    record Delete(View view, String key) implements Call {
        @Override
        public CompletableFuture<?> on(AsyncStore store, Numbers numbers) {
            return store.delete(key);
        }

        @Override
        public String toString() {
            return view + "delete " + Text.of(key);
        }
    }

    /** {@code deleteRange}. */
    record DeleteRange(View view, KeyRange range) implements Call {
        @Override
        public CompletableFuture<?> on(AsyncStore store, Numbers numbers) {
            return store.deleteRange(range);
        }

        @Override
        public String toString() {
            return view + "delete range " + Text.of(range);
        }
    }

    /** {@code update}. */
    record Update(View view, String key, Edit edit) implements Call {

        /** What makes the new value of the old one. */
        enum Edit implements Function<Optional<Bytes>, Bytes> {
            /** A byte more; one byte if there was none. */
            APPEND,
            /** The same, so that nothing is to be written; an empty value if there was none. */
            KEEP,
            /** Nothing in it. */
            CLEAR;

            @Override
            public Bytes apply(Optional<Bytes> old) {
                return switch (this) {
                    case APPEND -> old.orElse(Bytes.empty()).concat(Bytes.utf8("+"));
                    case KEEP -> old.orElse(Bytes.empty());
                    case CLEAR -> Bytes.empty();
                };
            }
        }

        @Override
        public CompletableFuture<?> on(AsyncStore store, Numbers numbers) {
            return store.update(key, edit);
        }

        @Override
        public String toString() {
            return view + "update " + Text.of(key) + " " + edit;
        }
    }

    /** {@code commit}. */
    record Commit(View view, Sketch sketch) implements Call {
        @Override
        public CompletableFuture<?> on(AsyncStore store, Numbers numbers) {
            return store.commit(sketch.with(numbers));
        }

        @Override
        public String toString() {
            return view + "commit " + sketch;
        }
    }

    /** Forgets the history before a revision; nothing if that is forgotten already or does not exist yet. */
    record Compact(RevisionChoice revision) implements Step {
        @Override
        public String toString() {
            return "compact " + revision;
        }
    }

    /** {@code watch}. Ends the watch that has its number, if one does. */
    record OpenWatch(
            int id,
            View view,
            KeyRange range,
            WatchOptions.Start start,
            RevisionChoice revision,
            boolean previous,
            boolean baseline)
            implements Step {

        WatchOptions options(Numbers numbers) {
            WatchOptions options = switch (start) {
                case NOW -> WatchOptions.fromNow();
                case REVISION -> WatchOptions.fromRevision(numbers.of(revision));
                case SNAPSHOT -> WatchOptions.snapshotThenChanges();
            };
            WatchOptions told = previous ? options.withPrevious() : options;
            return baseline ? told.withBaseline() : told;
        }

        @Override
        public String toString() {
            return view + "watch #" + id + " of " + Text.of(range) + " from " + start
                    + (start == WatchOptions.Start.REVISION ? "(" + revision + ")" : "")
                    + (previous ? " with previous" : "")
                    + (baseline ? " with baseline" : "");
        }
    }

    /** Ends a watch, once it has told what it is to tell; nothing if it does not run. */
    record CloseWatch(int id) implements Step {
        @Override
        public String toString() {
            return "close watch #" + id;
        }
    }
}
