package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Listing;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that keeps all it is told, in order. Thread-safe. */
class Recorder implements WatchListener {

    private final List<Object> told = new CopyOnWriteArrayList<>();

    /** A progress notification. */
    record Progress(long revision) {}

    @Override
    public void onChanges(ChangeSet changes) {
        told.add(changes);
    }

    @Override
    public void onSnapshot(Listing snapshot) {
        told.add(snapshot);
    }

    @Override
    public void onProgress(long revision) {
        told.add(new Progress(revision));
    }

    @Override
    public void onResync(Resync resync) {
        told.add(resync);
    }

    @Override
    public void onFailure(StoreException cause) {
        told.add(cause);
    }

    /** Every callback's argument, in order. */
    List<Object> told() {
        return List.copyOf(told);
    }

    <T> List<T> told(Class<T> type) {
        return told.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<ChangeSet> changeSets() {
        return told(ChangeSet.class);
    }

    List<Change> changes() {
        return changeSets().stream().flatMap(set -> set.changes().stream()).toList();
    }

    /** Every change as {@code put key=value} or {@code delete key}. */
    List<String> story() {
        return changes().stream().map(Recorder::line).toList();
    }

    List<Long> revisions() {
        return changeSets().stream().map(ChangeSet::revision).toList();
    }

    static String line(Change change) {
        return change instanceof Change.Put put
                ? "put " + put.key() + "=" + put.entry().value().toUtf8()
                : "delete " + change.key();
    }

    /** Waits until the listener has been told of a key. Nothing comes before it that came after it. */
    Recorder awaitKey(String key) {
        Concept.eventually()
                .untilAsserted(() -> assertThat(changes())
                        .extracting(Change::key)
                        .as("keys told of")
                        .contains(key));
        return this;
    }

    /** Waits until the listener has been told of anything: what is written then is no part of it. */
    Recorder awaitAnything() {
        Concept.eventually()
                .untilAsserted(() -> assertThat(told).as("callbacks").isNotEmpty());
        return this;
    }

    /** Waits for progress up to a revision. */
    void awaitProgress(long revision) {
        Concept.eventually()
                .untilAsserted(() -> assertThat(told(Progress.class))
                        .extracting(Progress::revision)
                        .anyMatch(reached -> reached >= revision));
    }

    <T> T awaitFirst(Class<T> type) {
        Concept.eventually()
                .untilAsserted(() ->
                        assertThat(told(type)).as("callbacks of type " + type).isNotEmpty());
        return told(type).get(0);
    }
}
