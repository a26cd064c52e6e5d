package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.codec.Codec;
import io.gatewaystore.replica.ReadLevel;
import io.gatewaystore.replica.ReplicaMember;
import io.gatewaystore.replica.Rollout;
import io.gatewaystore.value.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * Settings: one typed value at hand on every node, which is told when it changes.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class SettingContract extends Concept {

    SettingContract() {}

    @Test
    void showsWhatWasSetLast() {
        try (Setting<Long> limit = store.setting("limit", Codec.number())) {
            assertThat(limit.current()).isEmpty();

            limit.set(7L);
            assertThat(limit.current()).contains(7L);
            assertThat(limit.update(old -> old.orElseThrow() * 2)).isEqualTo(14);
            assertThat(limit.current()).contains(14L);
            limit.clear();
            assertThat(limit.current()).isEmpty();
        }
    }

    @Test
    @Needs(Capability.SHARED_STATE)
    void tellsEveryNodeOfChanges() {
        try (Setting<Long> here = store.setting("limit", Codec.number());
                Setting<Long> there = another().setting("limit", Codec.number())) {
            List<String> told = new CopyOnWriteArrayList<>();
            there.onChange((before, after) -> told.add(line(before) + ">" + line(after)));

            here.set(7L);
            assertThat(there.current(ReadLevel.linearizable())).contains(7L);
            here.set(8L);
            here.clear();

            eventually().untilAsserted(() -> assertThat(told).containsExactly(">7", "7>8", "8>"));
        }
    }

    @Test
    void tellsAnObserverWhatItIsAndBecomes() {
        try (Setting<Long> limit = store.setting("limit", Codec.number())) {
            List<String> told = new CopyOnWriteArrayList<>();
            limit.set(7L);
            assertThat(limit.current()).contains(7L);

            limit.observe(value -> told.add(line(value)));
            limit.set(8L);
            limit.clear();

            eventually().untilAsserted(() -> assertThat(told).containsExactly("7", "8", ""));
        }
    }

    @Test
    @Needs({Capability.SHARED_STATE, Capability.TTL})
    void joinsAGroupAsTheReplicaItIs() {
        try (Setting<Long> limit = store.setting("limit", Codec.number())) {
            ReplicaMember member = store.replicaGroup("group").join("node", limit.replica());
            long revision = limit.set(7L).revision();

            Rollout rollout = store.replicaGroup("group").awaitApplied(revision, Duration.ofSeconds(30));

            assertThat(rollout.applied()).containsExactly("node");
            member.close();
        }
    }

    @Test
    void hasNoValueWhileItDoesNotDecodeAndSaysWhy() {
        store.put("limit", text("s3cret"));
        store.put("limit/other", text("7"));
        try (Setting<Long> limit = store.setting("limit", Codec.number())) {
            assertThat(limit.current()).isEmpty();
            assertThat(limit.problem())
                    .hasValueSatisfying(problem ->
                            assertThat(problem).hasMessageContaining("limit").hasMessageNotContaining("s3cret"));

            limit.set(7L);

            assertThat(limit.current()).contains(7L);
            assertThat(limit.problem()).isEmpty();
        }
    }

    private static String line(Optional<Long> value) {
        return value.map(String::valueOf).orElse("");
    }
}
