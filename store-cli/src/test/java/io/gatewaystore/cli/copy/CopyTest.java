package io.gatewaystore.cli.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.PermissionDeniedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CopyTest {

    private final Store source = memory();
    private final Store target = memory();

    private static Store memory() {
        return Store.open(StoreConfig.builder()
                .environment(Map.of())
                .namespace("copy/" + UUID.randomUUID())
                .build());
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    private static CopyPlan plan(boolean force) {
        return new CopyPlan(KeyRange.all(), force, false, true);
    }

    private CopyReport copy(CopyPlan plan) {
        return copy(plan, target);
    }

    private CopyReport copy(CopyPlan plan, Store to) {
        return new Copy(source, to, plan, (done, total) -> {}).run();
    }

    private static void put(Store store, String key, String value) {
        store.put(key, Bytes.utf8(value));
    }

    private static String get(Store store, String key) {
        return store.get(key).orElseThrow().value().toUtf8();
    }

    @Test
    void copiesWhatIsNotThereAndLeavesWhatIs() {
        put(source, "a", "1");
        put(source, "b", "2");
        put(target, "b", "other");

        CopyReport report = copy(plan(false));

        assertThat(report.isSuccess()).isTrue();
        assertThat(report.copied()).isEqualTo(1);
        assertThat(report.skipped()).isEqualTo(1);
        assertThat(get(target, "a")).isEqualTo("1");
        assertThat(get(target, "b")).isEqualTo("other");
    }

    @Test
    void forceReplacesWhatDiffersAndTouchesNothingElse() {
        put(source, "different", "new");
        put(source, "equal", "same");
        put(target, "different", "old");
        put(target, "equal", "same");
        long untouched = target.get("equal").orElseThrow().modRevision();

        CopyReport report = copy(plan(true));

        assertThat(report.replaced()).isEqualTo(1);
        assertThat(report.skipped()).isEqualTo(1);
        assertThat(get(target, "different")).isEqualTo("new");
        assertThat(target.get("equal").orElseThrow().modRevision()).isEqualTo(untouched);
    }

    @Test
    void forceMakesAKeyPermanentThatALeaseWouldDelete() {
        put(source, "a", "1");
        target.put("a", Bytes.utf8("1"), WriteOptions.ttl(Duration.ofMinutes(1)));

        assertThat(copy(plan(true)).replaced()).isEqualTo(1);
        assertThat(target.get("a").orElseThrow().leased()).isFalse();
    }

    @Test
    void leavesOutLeasedKeysUnlessToldOtherwise() {
        source.put("registration", Bytes.utf8("1"), WriteOptions.ttl(Duration.ofMinutes(1)));

        CopyReport without = copy(plan(false));
        assertThat(without.leased()).isEqualTo(1);
        assertThat(target.get("registration")).isEmpty();

        CopyReport with = copy(new CopyPlan(KeyRange.all(), false, true, true));
        assertThat(with.copied()).isEqualTo(1);
        assertThat(target.get("registration").orElseThrow().leased()).isFalse();
    }

    @Test
    void copiesOnlyTheRange() {
        put(source, "services/a", "1");
        put(source, "other", "2");

        CopyReport report = copy(new CopyPlan(KeyRange.directory("services"), false, false, true));

        assertThat(report.keys()).isEqualTo(1);
        assertThat(target.keys(KeyRange.all()).keys()).containsExactly("services/a");
    }

    @Test
    void rehearsesWithoutChangingAnything() {
        put(source, "a", "1");
        put(source, "b", "2");
        put(target, "b", "other");

        CopyReport report = new Copy(source, target, plan(true), (done, total) -> {}).rehearse();

        assertThat(report.copied()).isEqualTo(1);
        assertThat(report.replaced()).isEqualTo(1);
        assertThat(target.keys(KeyRange.all()).keys()).containsExactly("b");
        assertThat(get(target, "b")).isEqualTo("other");
    }

    @Test
    void anAnswerThatIsLostIsMadeGoodByRepetition() {
        for (int i = 0; i < 300; i++) {
            put(source, "key" + i, "value" + i);
        }
        put(target, "key7", "somebody else's");
        Store forgetful = FailingStore.over(target, (call, commit) -> {
            var result = commit.call();
            if (call % 2 == 1) {
                throw unavailable(Outcome.UNKNOWN);
            }
            return result;
        });

        CopyReport report = copy(plan(false), forgetful);

        assertThat(report.copied()).isEqualTo(299);
        assertThat(report.skipped()).isEqualTo(1);
        assertThat(report.isSuccess()).isTrue();
        assertThat(get(target, "key7")).isEqualTo("somebody else's");
    }

    @Test
    void aReplacementWhoseAnswerIsLostOverwritesNobody() {
        put(source, "a", "new");
        put(target, "a", "old");
        Store forgetful = FailingStore.over(target, (call, commit) -> {
            var result = commit.call();
            if (call == 2) {
                throw unavailable(Outcome.UNKNOWN);
            }
            return result;
        });

        CopyReport report = copy(plan(true), forgetful);

        assertThat(report.replaced()).isEqualTo(1);
        assertThat(target.get("a").orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void dividesWhatATargetFindsTooLarge() {
        for (int i = 0; i < 20; i++) {
            put(source, "key" + i, "value" + i);
        }
        Store narrow = FailingStore.over(target, FailingStore.atMost(3));

        assertThat(copy(plan(false), narrow).copied()).isEqualTo(20);
    }

    @Test
    void saysWhichKeyIsTooLargeAndCopiesTheRest() {
        put(source, "a", "1");
        put(source, "b", "2");
        Store without = FailingStore.over(target, FailingStore.without("b"));

        CopyReport report = copy(plan(false), without);

        assertThat(report.isSuccess()).isFalse();
        assertThat(report.copied()).isEqualTo(1);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.problems()).singleElement().asString().startsWith("b: ");
    }

    @Test
    void verificationFindsWhatWasChangedMeanwhile() {
        put(source, "a", "1");
        Store meddled = FailingStore.over(target, (call, commit) -> {
            var result = commit.call();
            put(target, "a", "overwritten");
            return result;
        });

        CopyReport report = copy(plan(false), meddled);

        assertThat(report.different()).isEqualTo(1);
        assertThat(report.isSuccess()).isFalse();
        assertThat(report.problems()).singleElement().asString().contains("a: differs");
    }

    @Test
    void endsWithWhatTryingAgainCannotHelp() {
        put(source, "a", "1");
        Store closed = FailingStore.over(target, (call, commit) -> {
            throw new PermissionDeniedException("not yours", null);
        });

        assertThatThrownBy(() -> copy(plan(false), closed)).isInstanceOf(PermissionDeniedException.class);
    }

    private static StoreException unavailable(Outcome outcome) {
        return new UnavailableException("the answer was lost", null, outcome);
    }
}
