package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.KeyRange;
import io.gatewaystore.watch.WatchOptions;

/**
 * What a watch tells while nothing in its range changes, to listeners that ask for it: how far it has come. Whatever it tells later is newer than that.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class WatchProgressContract extends Concept {

    WatchProgressContract() {}

    @TimedTest
    void tellsOfProgressWhileNothingInItsRangeChanges() {
        Recorder told = new Recorder();
        Recorder nothing = new Recorder();
        store.watch(KeyRange.directory("quiet"), WatchOptions.fromNow().withProgress(), told);
        store.watch(KeyRange.interval("a", "a"), WatchOptions.fromNow().withProgress(), nothing);
        long elsewhere = store.put("loud", text("")).revision();

        told.awaitProgress(elsewhere);
        nothing.awaitProgress(elsewhere);
        store.put("quiet/end", text(""));
        told.awaitKey("quiet/end");

        assertThat(told.told(Recorder.Progress.class))
                .extracting(Recorder.Progress::revision)
                .isSorted();
        assertThat(told.story()).containsExactly("put quiet/end=");
        assertThat(nothing.told()).hasOnlyElementsOfType(Recorder.Progress.class);
    }

    @TimedTest
    void neverGoesBackBehindProgress() {
        Recorder told = new Recorder();
        store.watch(KeyRange.directory("d"), WatchOptions.fromNow().withProgress(), told);
        store.put("d/a", text("1"));
        store.put("loud", text(""));
        long reached = told.awaitFirst(Recorder.Progress.class).revision();
        store.put("d/a", text("2"));
        store.put("d/end", text(""));

        assertThat(told.awaitKey("d/end").story()).containsExactly("put d/a=1", "put d/a=2", "put d/end=");
        assertThat(told.revisions()).isSorted();
        assertThat(told.revisions().get(1)).isGreaterThan(reached);
    }

    @TimedTest
    void saysNothingOfProgressUnlessAsked() {
        Recorder silent = new Recorder();
        Recorder asked = new Recorder();
        store.watch(KeyRange.directory("quiet"), silent);
        store.watch(KeyRange.directory("quiet"), WatchOptions.fromNow().withProgress(), asked);
        for (int times = 0; times < 2; times++) {
            asked.awaitProgress(store.put("loud", text("")).revision());
        }

        assertThat(silent.told()).isEmpty();
    }
}
