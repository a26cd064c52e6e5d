package io.gatewaystore;

import static io.gatewaystore.BytesTest.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRangeTest {

    private static final Bytes NAMESPACE = Bytes.utf8("n/");

    @Test
    void endsASingleKeyAtItsSuccessor() {
        KeyRange range = KeyRange.single("a");

        assertThat(range.end()).isEqualTo(bytes('a', 0));
        assertThat(range.singleKey()).contains(Bytes.utf8("a"));
        assertHolds(range, "a");
        assertHoldsNot(range, "a\0", "aa", "A");
    }

    @Test
    void tellsASingleKeyFromEveryOtherRange() {
        assertThat(KeyRange.interval("a", "a\0")).isEqualTo(KeyRange.single("a"));
        for (KeyRange range : List.of(
                KeyRange.all(),
                KeyRange.prefix("a"),
                KeyRange.interval("a", "a"),
                KeyRange.interval("a", "a\0\0"),
                KeyRange.interval("a", "b\0"),
                KeyRange.startingAt("a"),
                KeyRange.of(Bytes.empty(), bytes(0)))) {
            assertThat(range.singleKey()).as("%s", range).isEmpty();
        }
    }

    @Test
    void keepsADirectoryApartFromItsNeighbours() {
        KeyRange range = KeyRange.directory("a");

        assertHolds(range, "a/", "a/x", "a/x/y", "a/\uDBFF\uDFFF");
        assertHoldsNot(range, "a", "a.", "a0", "ab", "ab/x", "b");
    }

    @Test
    void endsAPrefixPastEverythingThatBeginsWithIt() {
        assertThat(KeyRange.prefix("az").end()).isEqualTo(Bytes.utf8("a{"));
        assertThat(KeyRange.prefix("\u007f").end()).isEqualTo(bytes(0x80));
        assertHolds(KeyRange.prefix("\uDBFF\uDFFF"), "\uDBFF\uDFFF", "\uDBFF\uDFFFz");
    }

    @Test
    void holdsTheStartAndNotTheEnd() {
        KeyRange range = KeyRange.interval("b", "d");

        assertHolds(range, "b", "c", "cz");
        assertHoldsNot(range, "a", "d", "da");
    }

    @Test
    void isEmptyBetweenEqualBoundsOrBeforeTheFirstKeyOnly() {
        assertThat(KeyRange.interval("a", "a").isEmpty()).isTrue();
        assertThat(KeyRange.of(Bytes.empty(), bytes(0)).isEmpty()).isTrue();
        assertThat(KeyRange.of(Bytes.empty(), bytes(1)).isEmpty()).isFalse();
        assertThat(KeyRange.of(Bytes.empty(), bytes(0, 0)).isEmpty()).isFalse();
        assertThat(KeyRange.interval("a", "b").isEmpty()).isFalse();
        assertThat(KeyRange.all().isEmpty()).isFalse();
        assertThat(KeyRange.startingAt("a").isEmpty()).isFalse();
    }

    @Test
    void ordersItsBoundsByUtf8() {
        assertThat(KeyRange.interval("\uFFFD", "😀").isEmpty()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.interval("😀", "\uFFFD"));
        assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.interval("b", "a"));
    }

    @Test
    void refusesNamesThatAreNoKeys() {
        for (String bad : List.of("", "\uD83D")) {
            assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.single(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.directory(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.prefix(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.startingAt(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.interval("a", bad));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.directory("a/"));
    }

    @Test
    void overlapsWhereAKeyCanBelongToBoth() {
        KeyRange middle = KeyRange.interval("b", "d");

        assertThat(middle.overlaps(KeyRange.interval("a", "b"))).isFalse();
        assertThat(middle.overlaps(KeyRange.interval("d", "e"))).isFalse();
        assertThat(middle.overlaps(KeyRange.interval("a", "c"))).isTrue();
        assertThat(middle.overlaps(KeyRange.startingAt("c"))).isTrue();
        assertThat(KeyRange.startingAt("c").overlaps(middle)).isTrue();
        assertThat(middle.overlaps(KeyRange.all())).isTrue();
        assertThat(middle.overlaps(KeyRange.interval("c", "c"))).isFalse();
        assertThat(KeyRange.interval("c", "c").overlaps(middle)).isFalse();
    }

    @Test
    void staysBelowThePrefixItIsPutUnder() {
        // Somebody's key "n/" would be an empty key in the namespace, which is none.
        assertThat(KeyRange.all().under(NAMESPACE)).isEqualTo(KeyRange.interval("n/\0", "n0"));
        assertThat(KeyRange.single("a").under(NAMESPACE)).isEqualTo(KeyRange.single("n/a"));
        assertThat(KeyRange.interval("a", "c").under(NAMESPACE)).isEqualTo(KeyRange.interval("n/a", "n/c"));
        assertThat(KeyRange.startingAt("a").under(NAMESPACE)).isEqualTo(KeyRange.interval("n/a", "n0"));
        assertThat(KeyRange.interval("a", "a").under(NAMESPACE).isEmpty()).isTrue();
        assertThat(KeyRange.of(bytes(0xff), Bytes.empty()).under(NAMESPACE))
                .isEqualTo(KeyRange.of(bytes('n', '/', 0xff), Bytes.utf8("n0")));
        assertThat(KeyRange.prefix("a").under(Bytes.empty())).isEqualTo(KeyRange.prefix("a"));
    }

    @Test
    void showsItsBounds() {
        assertThat(KeyRange.single("a")).hasToString("a");
        assertThat(KeyRange.interval("a", "b")).hasToString("[a, b)");
        assertThat(KeyRange.startingAt("a")).hasToString("[a, ∞)");
    }

    private static void assertHolds(KeyRange range, String... keys) {
        assertThat(keys).allMatch(key -> range.contains(Bytes.utf8(key)));
    }

    private static void assertHoldsNot(KeyRange range, String... keys) {
        assertThat(keys).noneMatch(key -> range.contains(Bytes.utf8(key)));
    }
}
