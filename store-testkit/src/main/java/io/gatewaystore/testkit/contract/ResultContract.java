package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.WatchOptions;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is given to a store and what it gives is immutable: neither the caller's arrays nor later writes change it, and nobody who was
 * given a result can change what others see.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class ResultContract extends Concept {

    ResultContract() {}

    @Test
    void isNotChangedThroughTheArrayThatWasPut() {
        byte[] array = {1, 2, 3};
        store.put("key", Bytes.copyOf(array));

        array[0] = 9;

        assertThat(entry("key").value().toByteArray()).containsExactly(1, 2, 3);
    }

    @Test
    void isNotChangedThroughAnArrayThatWasRead() {
        store.put("key", Bytes.copyOf(new byte[] {1, 2, 3}));

        entry("key").value().toByteArray()[0] = 9;

        assertThat(entry("key").value().toByteArray()).containsExactly(1, 2, 3);
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> entry("key").value().asByteBuffer().put(0, (byte) 9));
    }

    @Test
    void keepsAnEntryAsItWasRead() {
        store.put("key", text("1"));
        Entry read = entry("key");

        store.put("key", text("2"));

        assertThat(read.value()).isEqualTo(text("1"));
        assertThat(read.version()).isEqualTo(1);
    }

    @Test
    void keepsAListingAsItWasRead() {
        store.put("a", text("1"));
        Listing read = store.list(KeyRange.all());

        store.put("a", text("2"));
        store.put("b", text("2"));

        assertThat(read.entries()).extracting(Entry::value).containsExactly(text("1"));
        assertUnmodifiable(read.entries());
    }

    @Test
    void keepsTheResultsOfATransaction() {
        store.put("a", text("1"));
        var result = store.commit(Txn.of(Operation.list(KeyRange.all()), Operation.get("a")));

        store.put("a", text("2"));

        assertThat(result.listing(0).entries()).extracting(Entry::value).containsExactly(text("1"));
        assertUnmodifiable(result.listing(0).entries());
        assertUnmodifiable(result.results());
    }

    @Test
    void keepsWhatAListenerWasTold() {
        Recorder told = new Recorder();
        store.watch(KeyRange.all(), WatchOptions.snapshotThenChanges(), told);
        store.put("a", text("1"));
        store.put("a", text("2"));
        told.awaitKey("a");

        assertUnmodifiable(told.awaitFirst(Listing.class).entries());
        assertUnmodifiable(told.awaitFirst(ChangeSet.class).changes());
        assertThat(Recorder.line(told.awaitFirst(ChangeSet.class).changes().get(0)))
                .isEqualTo("put a=1");
    }

    private static <T> void assertUnmodifiable(List<T> list) {
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(list::clear);
    }
}
