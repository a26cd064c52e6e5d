package io.gatewaystore.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.CompactedException;
import io.gatewaystore.error.FutureRevisionException;
import io.gatewaystore.spi.Request;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The edges are those observed on etcd 3.5.30. */
class CompactionTest {

    private final MemoryCluster cluster = MemoryCluster.create();
    private final Client client = new Client(cluster);

    /** Revisions 2 to 5. */
    private void fourWrites() {
        client.put("a", "1");
        client.put("a", "2");
        client.delete("a");
        client.put("a", "3");
    }

    @Test
    void theCompactedRevisionIsTheOldestThatCanBeRead() {
        fourWrites();
        cluster.compact(3);
        assertThat(client.readAt(3, KeyRange.all()).count()).isEqualTo(1);
        assertThat(client.readAt(4, KeyRange.all()).count()).isZero();
        assertThatThrownBy(() -> client.readAt(2, KeyRange.all()))
                .asInstanceOf(InstanceOfAssertFactories.type(CompactedException.class))
                .matches(e -> e.requested() == 2 && e.compacted() == 3);
    }

    @Test
    void theNewestRevisionCanBeCompactedToAndStaysReadable() {
        fourWrites();
        cluster.compact(5);
        assertThat(client.readAt(5, KeyRange.all()).count()).isEqualTo(1);
        assertThat(client.value("a")).contains("3");
    }

    @Test
    void compactingTwiceOrBackOrAheadIsRefused() {
        fourWrites();
        cluster.compact(3);
        assertThatThrownBy(() -> cluster.compact(3)).isInstanceOf(CompactedException.class);
        assertThatThrownBy(() -> cluster.compact(2)).isInstanceOf(CompactedException.class);
        assertThatThrownBy(() -> cluster.compact(0)).isInstanceOf(CompactedException.class);
        assertThatThrownBy(() -> cluster.compact(6)).isInstanceOf(FutureRevisionException.class);
    }

    @Test
    void aWatchCanBeginAtTheCompactedRevisionButNotBefore() {
        fourWrites();
        cluster.compact(3);
        assertThat(client.watch(KeyRange.all(), 2).lines).containsExactly("created 5", "lost COMPACTED");
        assertThat(client.watch(KeyRange.all(), 3).lines)
                .as("what the compacted revision replaced is gone, what later ones replaced is not")
                .containsExactly("created 5", "3 a=2", "4 -a (2)", "5 a=3");
    }

    @Test
    void aWatchThatLostItsHistoryIsToldNothingMore() {
        fourWrites();
        cluster.compact(5);
        Recorder recorder = client.watch(KeyRange.all(), 1);
        client.put("b", "1");
        assertThat(recorder.lines).containsExactly("created 5", "lost COMPACTED");
    }

    @Test
    void aRunningWatchIsNeverOvertaken() {
        Recorder recorder = new Recorder();
        recorder.onEvents = () -> {
            if (cluster.revision() < 6) {
                client.put("a", "again");
                cluster.compact(cluster.revision());
            }
        };
        client.backend.watch(new Request.Watch(KeyRange.all(), 0, true), recorder);
        client.put("a", "1");
        assertThat(recorder.lines)
                .containsExactly(
                        "created 1",
                        "2 a=1",
                        "3 a=again (1)",
                        "4 a=again (again)",
                        "5 a=again (again)",
                        "6 a=again (again)");
    }

    @Test
    void historyIsAsLongAsAskedFor() {
        MemoryCluster shortLived = MemoryCluster.builder().history(2).build();
        Client writer = new Client(shortLived);
        for (int i = 2; i <= 10; i++) {
            assertThat(writer.put("a", "" + i)).isEqualTo(i);
        }
        assertThat(writer.readAt(8, KeyRange.all()).entries().get(0).modRevision())
                .isEqualTo(8);
        assertThatThrownBy(() -> writer.readAt(7, KeyRange.all())).isInstanceOf(CompactedException.class);
        assertThat(writer.watch(KeyRange.all(), 8).lines).hasSize(4);
        assertThat(writer.watch(KeyRange.all(), 7).lines).containsExactly("created 10", "lost COMPACTED");
    }

    @Test
    void historyIsTenThousandRevisionsUnlessAskedOtherwise() {
        Client writer = new Client(MemoryCluster.create());
        long newest = 0;
        for (int i = 0; i < 10_010; i++) {
            newest = writer.put("a", "" + i);
        }
        long oldest = newest - 10_000;

        assertThat(writer.readAt(oldest, KeyRange.all()).count()).isEqualTo(1);
        assertThatThrownBy(() -> writer.readAt(oldest - 1, KeyRange.all())).isInstanceOf(CompactedException.class);
    }

    @Test
    void historyIsBoundedInBytesToo() {
        Bytes large = Bytes.wrap(new byte[1 << 20]);
        for (int i = 2; i <= 100; i++) {
            Client.answer(client.backend.put(new Request.Put(Client.bytes("a"), large, 0, false), Client.soon()));
        }
        assertThatThrownBy(() -> client.readAt(36, KeyRange.all())).isInstanceOf(CompactedException.class);
        assertThat(client.readAt(40, KeyRange.all()).count()).isEqualTo(1);
    }
}
