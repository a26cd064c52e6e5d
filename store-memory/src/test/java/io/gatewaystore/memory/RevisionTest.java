package io.gatewaystore.memory;

import static io.gatewaystore.memory.Client.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.FutureRevisionException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Request.Shape;
import io.gatewaystore.spi.Response;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class RevisionTest {

    private final Client client = new Client(MemoryCluster.create());

    @Test
    void beginsAtOneAndCountsWrites() {
        assertThat(client.revision()).isEqualTo(1);
        assertThat(client.put("a", "1")).isEqualTo(2);
        assertThat(client.put("b", "1")).isEqualTo(3);
        assertThat(client.revision()).isEqualTo(3);
    }

    @Test
    void entriesCarryTheirRevisionsAndVersion() {
        client.put("a", "1");
        client.put("b", "1");
        client.put("a", "2");
        assertThat(client.get("a")).contains(new RawEntry(bytes("a"), bytes("2"), 2, 4, 2, 0));
    }

    @Test
    void aKeyThatComesBackStartsAnew() {
        client.put("a", "1");
        client.put("a", "2");
        assertThat(client.delete("a")).isEqualTo(new Response.Delete(4, 1));
        client.put("a", "3");
        assertThat(client.get("a")).contains(new RawEntry(bytes("a"), bytes("3"), 5, 5, 1, 0));
    }

    @Test
    void aDeletionThatFindsNothingMakesNoRevision() {
        client.put("a", "1");
        assertThat(client.delete("b")).isEqualTo(new Response.Delete(2, 0));
        assertThat(client.revision()).isEqualTo(2);
    }

    @Test
    void aRangeIsDeletedInOneRevision() {
        client.put("a/1", "");
        client.put("a/2", "");
        client.put("a0", "");
        assertThat(client.delete(KeyRange.directory("a"))).isEqualTo(new Response.Delete(5, 2));
        assertThat(client.keys(KeyRange.all())).containsExactly("a0");
    }

    @Test
    void readsAtEveryRevisionThereWas() {
        client.put("a", "1");
        client.put("b", "1");
        client.delete("a");
        assertThat(Client.keys(client.readAt(1, KeyRange.all()))).isEmpty();
        assertThat(Client.keys(client.readAt(2, KeyRange.all()))).containsExactly("a");
        assertThat(Client.keys(client.readAt(3, KeyRange.all()))).containsExactly("a", "b");
        assertThat(Client.keys(client.readAt(4, KeyRange.all()))).containsExactly("b");
        assertThat(client.readAt(2, KeyRange.all()).revision())
                .as("the newest, whatever is read")
                .isEqualTo(4);
    }

    @Test
    void aRevisionToComeCannotBeRead() {
        assertThatThrownBy(() -> client.readAt(2, KeyRange.all())).isInstanceOf(FutureRevisionException.class);
    }

    @Test
    void limitsSayWhetherThereIsMoreAndCountAll() {
        client.put("a", "1");
        client.put("b", "2");
        client.put("c", "3");
        Response.Range two = client.read(new Request.Range(KeyRange.all(), 2, 0, false, Shape.ENTRIES));
        assertThat(Client.keys(two)).containsExactly("a", "b");
        assertThat(two.more()).isTrue();
        assertThat(two.count()).isEqualTo(3);
        Response.Range three = client.read(new Request.Range(KeyRange.all(), 3, 0, false, Shape.ENTRIES));
        assertThat(three.more()).isFalse();
    }

    @Test
    void keysOnlyLeavesOutValuesAndCountOnlyEverything() {
        client.put("a", "1");
        client.put("b", "2");
        Response.Range keys = client.read(new Request.Range(KeyRange.all(), 0, 0, false, Shape.KEYS_ONLY));
        assertThat(keys.entries())
                .containsExactly(
                        new RawEntry(bytes("a"), Bytes.empty(), 2, 2, 1, 0),
                        new RawEntry(bytes("b"), Bytes.empty(), 3, 3, 1, 0));
        Response.Range count = client.read(new Request.Range(KeyRange.all(), 1, 0, false, Shape.COUNT_ONLY));
        assertThat(count).isEqualTo(new Response.Range(3, List.of(), false, 2));
    }

    @Test
    void orderIsThatOfUnsignedBytes() {
        client.put("\uD83D\uDE00", "");
        client.put("\uFFFD", "");
        client.put("z", "");
        assertThat(client.keys(KeyRange.all())).containsExactly("z", "\uFFFD", "\uD83D\uDE00");
    }

    @Test
    void anEmptyRangeHoldsNothing() {
        client.put("b", "");
        assertThat(client.keys(KeyRange.interval("b", "b"))).isEmpty();
        assertThat(client.delete(KeyRange.interval("b", "b")).deleted()).isZero();
    }

    @Test
    void aDeadlineThatHasPassedIsKept() {
        Deadline past = Deadline.after(Duration.ZERO);
        assertThatThrownBy(() -> Client.answer(client.backend.put(Client.putting("a", "1"), past)))
                .asInstanceOf(InstanceOfAssertFactories.type(DeadlineExceededException.class))
                .extracting(DeadlineExceededException::outcome)
                .isEqualTo(Outcome.NOT_APPLIED);
        assertThat(client.revision()).isEqualTo(1);
    }
}
