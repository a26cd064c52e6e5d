package io.gatewaystore.testkit.model;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.testkit.contract.StoreFixture;
import io.gatewaystore.watch.Watch;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A store that takes the steps of a run, and what it answers. Not thread-safe. */
final class Subject implements AutoCloseable {

    /** A machine under load is no difference between stores. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A running watch and what it has told. */
    private record Watching(Watch watch, WatchLog log) {}

    private final String name;
    private final StoreFixture fixture;
    private final Store store;
    private final AsyncStore root;
    private final long base;
    private final Text text;
    private final Map<Integer, Watching> watches = new HashMap<>();

    private Subject(String name, StoreFixture fixture, Store store) {
        this.name = name;
        this.fixture = fixture;
        this.store = store;
        this.root = store.async().withDeadline(PATIENCE);
        store.withDeadline(PATIENCE).deleteRange(KeyRange.all());
        this.base = store.withDeadline(PATIENCE).count(KeyRange.all()).revision();
        this.text = new Text(base);
    }

    /** Opens a store and deletes all there is in it. */
    static Subject open(String name, StoreFixture fixture) {
        return new Subject(name, fixture, fixture.open());
    }

    String name() {
        return name;
    }

    /** Makes a call; the future is that of the answer's text and never fails. */
    CompletableFuture<String> call(Step.Call call, Reference reference) {
        CompletableFuture<?> answer;
        try {
            answer = call.on(call.view().of(root), choice -> choice.in(reference, base));
        } catch (RuntimeException refused) {
            return CompletableFuture.completedFuture(text.answer(refused));
        }
        return answer.handle((value, failure) -> text.answer(failure == null ? value : unwrapped(failure)));
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Forgets the history before a revision of the reference. */
    void compact(long revision) {
        fixture.compact(base + revision);
    }

    // --- watches ------------------------------------------------------------------------------------------------

    /** Opens a watch and tells the revision after which it delivers, as text. */
    String open(Step.OpenWatch step, Reference reference) {
        WatchLog log = new WatchLog(text);
        Watch watch = step.view().of(root).watch(step.range(), step.options(choice -> choice.in(reference, base)), log);
        watches.put(step.id(), new Watching(watch, log));
        try {
            long established = watch.established()
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            return "established after " + (established - base);
        } catch (CompletionException failure) {
            return failure.getCause() instanceof StoreException ? text.answer(failure.getCause()) : "not established";
        }
    }

    /** What a watch has told, when that is as much as expected or nothing more comes. */
    WatchLog log(int id) {
        return watching(id).log();
    }

    void close(int id) {
        watching(id).watch().close();
        watches.remove(id);
    }

    private Watching watching(int id) {
        return Objects.requireNonNull(watches.get(id), "watch");
    }

    /** Closes the store and the state it was opened on. */
    @Override
    public void close() {
        store.close();
        fixture.close();
    }
}
