package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * Keys that delete themselves.
 *
 * <ul>
 *   <li>A key written with a TTL is leased; it is there until that time has passed and gone some time after.
 *   <li>Its end is a deletion like any other, with a revision of its own; the keys of one transaction with one TTL end in one revision.
 *   <li>{@code put} and {@code create} without a TTL make a key permanent, whatever it was; {@code replace}, {@code update} and {@code
 *       WriteOptions.keepLease()} leave it the life it has.
 *   <li>A lease that is revoked ends its keys at once, in one revision.
 *   <li>A conditional write that did not take place leaves nothing behind that could end a key.
 * </ul>
 *
 * <p>That a key outlives a TTL is proved by a witness: a key with a longer TTL, written later, that is gone already.
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Needs(Capability.TTL)
public abstract class TtlContract extends Concept {

    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Duration LONGER = Duration.ofSeconds(4);
    private static final WriteOptions SHORT_LIVED = WriteOptions.ttl(SHORT);
    private static final WriteOptions LONG_LIVED = WriteOptions.ttl(Duration.ofHours(1));

    TtlContract() {}

    /** A key that ends later would make a revision in the middle of another test. */
    @AfterEach
    void leaveNothingThatEnds() {
        store.deleteRange(KeyRange.all());
    }

    @TimedTest
    void deletesAKeyWhenItsTimeHasPassed() {
        store.put("key", text("1"), SHORT_LIVED);
        assertThat(entry("key").leased()).isTrue();

        fixture.elapse(SHORT.minusSeconds(1));
        assertThat(store.get("key")).as("before the time has passed").isPresent();

        fixture.elapse(Duration.ofSeconds(2));
        awaitGone("key");
    }

    @TimedTest
    void deletesAKeyThatWasCreatedOrReplacedWithATtl() {
        store.create("created", text("1"), SHORT_LIVED);
        long revision = store.put("replaced", text("1")).revision();
        store.replace("replaced", revision, text("2"), SHORT_LIVED);
        store.commit(Txn.of(Operation.put("committed", text("1"), SHORT_LIVED)));

        assertThat(store.list(KeyRange.all()))
                .hasSize(3)
                .allSatisfy(entry -> assertThat(entry.leased()).isTrue());
        fixture.elapse(LONGER);
        awaitGone("created");
        awaitGone("replaced");
        awaitGone("committed");
    }

    @TimedTest
    void tellsWatchersOfTheEndOfManyKeysAtOnce() {
        Recorder told = new Recorder();
        store.watch(KeyRange.all(), told);
        long written = store.commit(Txn.of(
                        Operation.put("a", text(""), SHORT_LIVED),
                        Operation.put("b", text(""), SHORT_LIVED),
                        Operation.put("c", text(""), SHORT_LIVED)))
                .revision();

        fixture.elapse(LONGER);
        eventually().untilAsserted(() -> assertThat(told.changeSets()).hasSize(2));

        ChangeSet end = told.changeSets().get(1);
        assertThat(end.revision()).isGreaterThan(written);
        assertThat(end.changes()).allSatisfy(change -> assertThat(change).isInstanceOf(Change.Delete.class));
        assertThat(end.changes()).extracting(Change::key).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(end.changes()).extracting(Change::revision).containsOnly(end.revision());
    }

    @TimedTest
    void makesAKeyPermanentThatIsPutWithoutATtl() {
        store.put("key", text("1"), SHORT_LIVED);
        store.put("key", text("2"));

        assertOutlivesItsTtl("key");
        assertThat(entry("key").leased()).isFalse();
    }

    @TimedTest
    void keepsTheTtlOfAKeyThatIsReplaced() {
        store.put("key", text("1"), SHORT_LIVED);
        store.replace(entry("key"), text("2"));

        assertThat(entry("key").leased()).isTrue();
        fixture.elapse(LONGER);
        awaitGone("key");
    }

    @TimedTest
    void keepsTheTtlOfAKeyThatIsUpdated() {
        store.put("key", text("1"), SHORT_LIVED);
        store.update("key", old -> text("2"));

        assertThat(entry("key").leased()).isTrue();
        fixture.elapse(LONGER);
        awaitGone("key");
    }

    @TimedTest
    void keepsTheTtlOfAKeyThatIsPutSo() {
        store.put("key", text("1"), SHORT_LIVED);
        store.put("key", text("2"), WriteOptions.keepLease());
        store.commit(Txn.of(Operation.put("key", text("3"), WriteOptions.keepLease())));

        assertThat(entry("key").leased()).isTrue();
        assertThat(entry("key").value()).isEqualTo(text("3"));
        fixture.elapse(LONGER);
        awaitGone("key");
    }

    @TimedTest
    void makesAKeyPermanentThatIsReplacedSo() {
        long revision = store.put("key", text("1"), SHORT_LIVED).revision();
        store.replace("key", revision, text("2"), WriteOptions.permanent());

        assertOutlivesItsTtl("key");
    }

    @TimedTest
    void countsANewTtlFromItsOwnWrite() {
        store.put("key", text("1"), SHORT_LIVED);
        store.put("key", text("2"), LONG_LIVED);

        assertOutlivesItsTtl("key");
        assertThat(entry("key").leased()).isTrue();
    }

    @TimedTest
    void doesNotEndAKeyForAConditionalWriteThatLost() {
        store.put("key", text("1"));
        store.create("key", text("2"), SHORT_LIVED);
        store.replace("key", 1, text("2"), SHORT_LIVED);

        assertThat(entry("key").leased()).isFalse();
        assertOutlivesItsTtl("key");
    }

    @TimedTest
    void keepsWhatTheOtherBranchOfATransactionWroteWithATtl() {
        store.commit(Txn.when(Compare.exists("missing"))
                .then(Operation.put("then", text("1"), WriteOptions.ttl(LONGER)))
                .otherwise(
                        Operation.put("otherwise", text("1"), LONG_LIVED),
                        Operation.nested(Txn.when(Compare.exists("missing"))
                                .otherwise(Operation.put("nested", text("1"), LONG_LIVED)))));

        // What gives leases back may be at work behind the answer; the witness gives it time.
        assertOutlivesItsTtl("otherwise");
        assertThat(entry("otherwise").leased()).isTrue();
        assertThat(entry("nested").leased()).isTrue();
        assertThat(store.get("then")).isEmpty();
    }

    @TimedTest
    void beginsAnewWithAKeyThatEnded() {
        store.put("key", text("1"), SHORT_LIVED);
        fixture.elapse(LONGER);
        awaitGone("key");

        assertThat(store.create("key", text("2")).isApplied()).isTrue();
        assertThat(entry("key").version()).isEqualTo(1);
        assertThat(entry("key").leased()).isFalse();
    }

    private void assertOutlivesItsTtl(String key) {
        store.put("witness", text(""), WriteOptions.ttl(LONGER));
        fixture.elapse(LONGER.plusSeconds(1));
        awaitGone("witness");
        assertThat(store.get(key)).isPresent();
    }

    /** What the store itself asks of a lease that it has no use for. */
    @TimedTest
    void deletesTheKeysOfALeaseThatIsRevoked() {
        Recorder told = new Recorder();
        store.watch(KeyRange.all(), told);
        Deadline soon = Deadline.after(Duration.ofSeconds(20));
        long lease = backend().grantLease(Duration.ofHours(1), soon).join();
        for (String key : List.of("a", "b")) {
            Bytes raw = text(namespace + "/" + key);
            backend().put(new Request.Put(raw, text(""), lease, false), soon).join();
        }
        store.put("kept", text(""), LONG_LIVED);

        backend().revokeLease(lease, soon).join();

        assertThat(store.list(KeyRange.all())).extracting(Entry::key).containsExactly("kept");
        store.put("end", text(""));
        assertThat(told.awaitKey("end").changeSets().get(3).changes())
                .extracting(Recorder::line)
                .containsExactlyInAnyOrder("delete a", "delete b");
    }

    private void awaitGone(String key) {
        eventually()
                .untilAsserted(
                        () -> assertThat(store.get(key)).as("key '%s'", key).isEmpty());
    }
}
