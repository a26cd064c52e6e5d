package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import org.junit.jupiter.api.Test;

/**
 * Keys of others that are not UTF-8. They are left out of listings, watches and transaction results and never break one; a count counts them
 * and the deletion of a range deletes them, since they are in it.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class ForeignKeyContract extends Concept {

    ForeignKeyContract() {}

    @Test
    void leavesKeysThatAreNotUtf8OutOfAListing() {
        store.put("a", text("1"));
        putForeign('a', 0xff);
        putForeign(0xc3, 0x28);
        store.put("b", text("2"));

        assertThat(keys(store.list(KeyRange.all()))).containsExactly("a", "b");
        assertThat(store.keys(KeyRange.all())).containsExactly("a", "b");
        assertThat(store.commit(Txn.of(Operation.list(KeyRange.all())))
                        .listing(0)
                        .entries())
                .hasSize(2);
    }

    @Test
    void countsAndDeletesKeysThatAreNotUtf8() {
        store.put("a", text("1"));
        putForeign(0xff);

        assertThat(store.count(KeyRange.all()).keys()).isEqualTo(2);
        assertThat(store.deleteRange(KeyRange.all()).keys()).isEqualTo(2);
        assertThat(store.count(KeyRange.all()).keys()).isZero();
    }

    @Test
    void takesTheReplacementCharacterForTheTextItIs() {
        store.put("a\uFFFDb", text("1"));
        putForeign('a', 0xff, 'b');

        assertThat(keys(store.list(KeyRange.all()))).containsExactly("a\uFFFDb");
    }

    @Test
    void endsRangesAtAndPastTheLastByte() {
        putForeign(0xfe);
        putForeign(0xff);
        putForeign(0xff, 0xfe);
        putForeign(0xff, 0xff);
        putForeign(0xff, 0xff, 0x01);

        assertThat(count(bytes(0xff), Bytes.empty())).isEqualTo(4);
        assertThat(count(bytes(0xff), bytes(0xff, 0xff))).isEqualTo(2);
        assertThat(count(bytes(0xff, 0xff), Bytes.empty())).isEqualTo(2);
        assertThat(count(bytes(0xff, 0xff), bytes(0xff, 0xff, 0x01))).isEqualTo(1);
        assertThat(count(bytes(0xff, 0xff, 0xff), Bytes.empty())).isZero();
        assertThat(count(Bytes.empty(), bytes(0xff))).isEqualTo(1);
    }

    @Test
    void leavesKeysThatAreNotUtf8OutOfAWatch() {
        Recorder told = new Recorder();
        store.watch(KeyRange.all(), told);

        putForeign(0xff);
        store.put("a", text("1"));
        putForeign(0xff);
        store.deleteRange(KeyRange.all());
        store.put("end", text(""));

        assertThat(told.awaitKey("end").story()).containsExactly("put a=1", "delete a", "put end=");
        assertThat(told.changeSets())
                .allSatisfy(set -> assertThat(set.changes()).isNotEmpty());
    }

    private long count(Bytes start, Bytes end) {
        return store.count(KeyRange.of(start, end)).keys();
    }

    private static Bytes bytes(int... values) {
        byte[] array = new byte[values.length];
        for (int i = 0; i < array.length; i++) {
            array[i] = (byte) values[i];
        }
        return Bytes.copyOf(array);
    }
}
