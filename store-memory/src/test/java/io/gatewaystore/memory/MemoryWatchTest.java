package io.gatewaystore.memory;

import static io.gatewaystore.memory.Client.all;
import static io.gatewaystore.memory.Client.deleting;
import static io.gatewaystore.memory.Client.putting;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Request;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MemoryWatchTest {

    private final Client client = new Client(MemoryCluster.create());

    @Test
    void fromNowReportsWhatComes() {
        client.put("a", "0");
        Recorder recorder = client.watch(KeyRange.all(), 0);
        client.put("a", "1");
        client.delete("a");
        assertThat(recorder.lines).containsExactly("created 2", "3 a=1 (0)", "4 -a (1)");
    }

    @Test
    void fromAPastRevisionReplaysAndGoesOn() {
        client.put("a", "1");
        client.put("a", "2");
        Recorder recorder = client.watch(KeyRange.all(), 3);
        client.put("a", "3");
        assertThat(recorder.lines).containsExactly("created 3", "3 a=2 (1)", "4 a=3 (2)");
    }

    @Test
    void fromAFutureRevisionWaits() {
        Recorder recorder = client.watch(KeyRange.all(), 4);
        for (int i = 2; i <= 5; i++) {
            client.put("a", "" + i);
        }
        assertThat(recorder.lines).containsExactly("created 1", "4 a=4 (3)", "5 a=5 (4)");
    }

    @Test
    void aTransactionArrivesWholeInTheOrderOfItsOperations() {
        client.put("c", "0");
        Recorder recorder = client.watch(KeyRange.all(), 0);
        client.run(all(putting("b", "1"), deleting("c"), putting("a", "1")));
        assertThat(recorder.lines).containsExactly("created 2", "3 b=1, -c (0), a=1");
    }

    @Test
    void reportsOnlyItsRange() {
        Recorder recorder = client.watch(KeyRange.directory("a"), 0);
        client.run(all(putting("a/1", ""), putting("a0", ""), putting("ab", "")));
        client.put("a", "");
        assertThat(recorder.lines).containsExactly("created 1", "2 a/1=");
    }

    @Test
    void previousEntriesAreLeftOutUnlessAskedFor() {
        Recorder recorder = client.watch(new Request.Watch(KeyRange.all(), 0, false));
        client.put("a", "1");
        client.put("a", "2");
        client.delete("a");
        assertThat(recorder.lines).containsExactly("created 1", "2 a=1", "3 a=2", "4 -a");
    }

    @Test
    void progressTellsTheNewestRevisionAfterAllBeforeIt() {
        Recorder recorder = client.watch(KeyRange.single("a"), 0);
        client.put("a", "1");
        client.put("b", "1");
        Objects.requireNonNull(recorder.watch).requestProgress();
        assertThat(recorder.lines).containsExactly("created 1", "2 a=1", "progress 3");
    }

    @Test
    void writesFromWithinAWatchComeAfterwards() {
        Recorder recorder = new Recorder();
        recorder.onEvents = () -> {
            if (client.get("b").isEmpty()) {
                client.put("b", "1");
                client.put("c", "1");
            }
        };
        client.backend.watch(new Request.Watch(KeyRange.all(), 0, true), recorder);
        client.put("a", "1");
        assertThat(recorder.lines).containsExactly("created 1", "2 a=1", "3 b=1", "4 c=1");
        assertThat(recorder.overlaps).hasValue(0);
    }

    @Test
    void aClosedWatchIsToldNothingMore() {
        Recorder recorder = client.watch(KeyRange.all(), 0);
        Objects.requireNonNull(recorder.watch).close();
        client.put("a", "1");
        Objects.requireNonNull(recorder.watch).requestProgress();
        Objects.requireNonNull(recorder.watch).close();
        assertThat(recorder.lines).containsExactly("created 1");
    }

    @Test
    void aWatchThatClosesItselfStopsInTheMiddle() {
        Recorder recorder = client.watch(KeyRange.all(), 0);
        BackendWatch watch = Objects.requireNonNull(recorder.watch);
        recorder.onEvents = () -> {
            client.put("b", "1");
            watch.close();
        };
        client.put("a", "1");
        assertThat(recorder.lines).containsExactly("created 1", "2 a=1");
    }

    @Test
    void aSinkThatThrowsHarmsNeitherTheWriterNorOthers() {
        Recorder broken = client.watch(KeyRange.all(), 0);
        broken.onEvents = () -> {
            throw new IllegalStateException("as the test wants it");
        };
        Recorder sound = client.watch(KeyRange.all(), 0);
        client.put("a", "1");
        client.put("a", "2");
        assertThat(sound.lines).containsExactly("created 1", "2 a=1", "3 a=2 (1)");
        assertThat(broken.lines).containsExactly("created 1", "2 a=1");
    }
}
