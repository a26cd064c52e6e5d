package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.KeyRange;
import io.gatewaystore.etcd.AccessRights.Extent;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessRightsTest {

    private static final KeyRange NAMESPACE = KeyRange.directory("gateway");

    @Test
    void coverARangeThatLiesWithin() {
        assertThat(reads(NAMESPACE, KeyRange.all())).isEqualTo(Extent.ALL);
        assertThat(reads(NAMESPACE, KeyRange.prefix("gate"))).isEqualTo(Extent.ALL);
        assertThat(reads(NAMESPACE, NAMESPACE)).isEqualTo(Extent.ALL);
        assertThat(reads(KeyRange.all(), KeyRange.all())).isEqualTo(Extent.ALL);
        assertThat(reads(NAMESPACE, KeyRange.startingAt("gateway/"))).isEqualTo(Extent.ALL);
    }

    @Test
    void addUpWhereTheyTouch() {
        assertThat(reads(NAMESPACE, KeyRange.interval("gateway/m", "h"), KeyRange.interval("a", "gateway/m")))
                .isEqualTo(Extent.ALL);
        assertThat(reads(NAMESPACE, KeyRange.interval("gateway/n", "h"), KeyRange.interval("a", "gateway/m")))
                .isEqualTo(Extent.PART);
    }

    @Test
    void coverAPart() {
        assertThat(reads(NAMESPACE, KeyRange.directory("gateway/services"))).isEqualTo(Extent.PART);
        assertThat(reads(NAMESPACE, KeyRange.single("gateway/a"))).isEqualTo(Extent.PART);
        assertThat(reads(NAMESPACE, KeyRange.interval("a", "gateway/b"))).isEqualTo(Extent.PART);
        assertThat(reads(KeyRange.all(), KeyRange.startingAt("a"))).isEqualTo(Extent.PART);
        assertThat(reads(KeyRange.all(), NAMESPACE)).isEqualTo(Extent.PART);
    }

    @Test
    void coverNothingBesideThem() {
        assertThat(reads(NAMESPACE)).isEqualTo(Extent.NOTHING);
        assertThat(reads(
                        NAMESPACE,
                        KeyRange.single("gateway"),
                        KeyRange.directory("gateway2"),
                        KeyRange.interval("a", "b")))
                .isEqualTo(Extent.NOTHING);
    }

    @Test
    void touchWhatMayOnlyBeWritten() {
        AccessRights rights = new AccessRights(List.of(), List.of(KeyRange.single("gateway/a")));

        assertThat(rights.touch(NAMESPACE)).isTrue();
        assertThat(rights.reads(NAMESPACE)).isEqualTo(Extent.NOTHING);
        assertThat(rights.writes(NAMESPACE)).isEqualTo(Extent.PART);
        assertThat(rights.touch(KeyRange.directory("other"))).isFalse();
    }

    private static Extent reads(KeyRange range, KeyRange... permitted) {
        return new AccessRights(List.of(permitted), List.of()).reads(range);
    }
}
