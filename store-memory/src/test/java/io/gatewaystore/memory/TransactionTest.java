package io.gatewaystore.memory;

import static io.gatewaystore.memory.Client.all;
import static io.gatewaystore.memory.Client.bytes;
import static io.gatewaystore.memory.Client.deleting;
import static io.gatewaystore.memory.Client.putting;
import static io.gatewaystore.memory.Client.puttingOn;
import static io.gatewaystore.memory.Client.reading;
import static io.gatewaystore.memory.Client.txn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.KeyRange;
import io.gatewaystore.error.CompactedException;
import io.gatewaystore.error.FutureRevisionException;
import io.gatewaystore.error.LeaseNotFoundException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Request.Shape;
import io.gatewaystore.spi.Response;
import io.gatewaystore.txn.Compare;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each fact here was observed on etcd 3.5.30. */
class TransactionTest {

    private static final KeyRange NOBODY = KeyRange.directory("nobody");

    private final MemoryCluster cluster = MemoryCluster.create();
    private final Client client = new Client(cluster);

    private boolean holds(Compare compare) {
        return client.run(txn(List.of(compare), List.of(), List.of())).succeeded();
    }

    @Test
    void allWritesShareOneRevision() {
        Response.Txn answer = client.run(all(putting("a", "1"), putting("b", "1"), putting("c", "1")));
        assertThat(answer.revision()).isEqualTo(2);
        assertThat(client.read(reading(KeyRange.all())).entries())
                .hasSize(3)
                .allMatch(entry -> entry.modRevision() == 2 && entry.createRevision() == 2);
    }

    @Test
    void oneThatWritesNothingMakesNoRevision() {
        client.put("a", "1");
        assertThat(client.run(all(reading(KeyRange.all()), deleting("b"), all(deleting("c"))))
                        .revision())
                .isEqualTo(2);
        assertThat(client.revision()).isEqualTo(2);
    }

    @Test
    void readsSeeWhatWasWrittenBeforeThemAndNoLater() {
        Response.Txn answer = client.run(all(
                reading(KeyRange.single("a")),
                putting("a", "1"),
                all(reading(KeyRange.single("a"))),
                deleting("b"),
                reading(KeyRange.all())));
        assertThat(((Response.Range) answer.responses().get(0)).count()).isZero();
        Response.Txn nested = (Response.Txn) answer.responses().get(2);
        assertThat(((Response.Range) nested.responses().get(0)).count()).isEqualTo(1);
        assertThat(((Response.Range) answer.responses().get(4)).entries())
                .singleElement()
                .matches(entry -> entry.modRevision() == 2);
    }

    @Test
    void nestedComparesSeeTheStoreAsItWasBeforeTheWholeTransaction() {
        client.put("old", "");
        Response.Txn answer = client.run(all(
                putting("new", ""),
                txn(List.of(Compare.absent("new")), List.of(putting("x", "unseen")), List.of(putting("x", "seen"))),
                deleting("old"),
                txn(List.of(Compare.exists("old")), List.of(putting("y", "unseen")), List.of(putting("y", "seen")))));
        assertThat(client.value("x")).contains("unseen");
        assertThat(client.value("y")).contains("unseen");
        assertThat(answer.revision()).isEqualTo(3);
    }

    @Test
    void otherwiseIsRunIfOneCompareFails() {
        client.put("a", "1");
        Response.Txn answer = client.run(txn(
                List.of(Compare.exists("a"), Compare.absent("a")),
                List.of(putting("then", "")),
                List.of(putting("otherwise", ""))));
        assertThat(answer.succeeded()).isFalse();
        assertThat(client.keys(KeyRange.all())).containsExactly("a", "otherwise");
    }

    @Test
    void comparesEveryTargetByEveryRelation() {
        client.put("a", "1");
        client.put("a", "5");
        client.put("b", "1");
        assertThat(holds(Compare.modRevision("a").equalTo(3))).isTrue();
        assertThat(holds(Compare.modRevision("a").notEqualTo(3))).isFalse();
        assertThat(holds(Compare.createRevision("a").lessThan(3))).isTrue();
        assertThat(holds(Compare.createRevision("a").lessThan(2))).isFalse();
        assertThat(holds(Compare.version("a").greaterThan(1))).isTrue();
        assertThat(holds(Compare.version("a").greaterThan(2))).isFalse();
        assertThat(holds(Compare.value("a").equalTo(bytes("5")))).isTrue();
        assertThat(holds(Compare.value("a").greaterThan(bytes("4")))).isTrue();
        assertThat(holds(Compare.value("a").lessThan(bytes("5")))).isFalse();
        assertThat(holds(Compare.lease("a").equalTo(0))).isTrue();
    }

    @Test
    void anAbsentKeyHasNumbersButNoValue() {
        assertThat(holds(Compare.version("a").equalTo(0))).isTrue();
        assertThat(holds(Compare.modRevision("a").greaterThan(-1))).isTrue();
        assertThat(holds(Compare.value("a").equalTo(bytes("")))).isFalse();
        assertThat(holds(Compare.value("a").notEqualTo(bytes("x")))).isFalse();
        assertThat(holds(Compare.value("a").lessThan(bytes("x")))).isFalse();
    }

    @Test
    void aRangeComparesAsAllOfItsKeysAndAnEmptyOneAsAnAbsentKey() {
        client.put("s/a", "1");
        client.put("s/b", "2");
        KeyRange range = KeyRange.directory("s");
        assertThat(holds(Compare.value(range).notEqualTo(bytes("3")))).isTrue();
        assertThat(holds(Compare.value(range).notEqualTo(bytes("2")))).isFalse();
        assertThat(holds(Compare.version(NOBODY).equalTo(0))).isTrue();
        assertThat(holds(Compare.version(NOBODY).notEqualTo(0))).isFalse();
        assertThat(holds(Compare.value(NOBODY).notEqualTo(bytes("x")))).isFalse();
    }

    @Test
    void aFailureAnywhereLeavesNothingWritten() {
        assertFails(LeaseNotFoundException.class, puttingOn(77, "b", ""));
        assertFails(LeaseNotFoundException.class, all(puttingOn(77, "b", "")));
        assertFails(StoreException.class, Client.keepingLease("b", ""));
        assertFails(FutureRevisionException.class, new Request.Range(KeyRange.single("a"), 0, 2, false, Shape.ENTRIES));
        client.put("c", "1");
        client.put("c", "2");
        cluster.compact(3);
        assertFails(CompactedException.class, new Request.Range(KeyRange.single("a"), 0, 2, false, Shape.ENTRIES));
    }

    private void assertFails(Class<? extends Throwable> failure, Request last) {
        long before = client.revision();
        assertThatThrownBy(() -> client.run(all(putting("a", "1"), last))).isInstanceOf(failure);
        assertThat(client.get("a")).isEmpty();
        assertThat(client.revision()).isEqualTo(before);
    }

    @Test
    void aLeaseInTheBranchNotTakenDoesNotMatter() {
        client.run(txn(List.of(), List.of(putting("a", "1")), List.of(puttingOn(77, "b", ""))));
        assertThat(client.value("a")).contains("1");
    }

    @Test
    void readsAtAPastRevisionDoNotSeeItsWrites() {
        client.put("a", "1");
        Response.Txn answer =
                client.run(all(putting("a", "2"), new Request.Range(KeyRange.single("a"), 0, 2, false, Shape.ENTRIES)));
        assertThat(((Response.Range) answer.responses().get(1)).entries())
                .singleElement()
                .matches(entry -> entry.value().equals(bytes("1")));
    }
}
