package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Ranges and the order of keys.
 *
 * <ul>
 *   <li>Keys are ordered by the unsigned bytes of their UTF-8 form. That is not the order of {@link String#compareTo}, which puts
 *       supplementary characters (emoji, for instance) before some others.
 *   <li>{@code directory("a")} holds what begins with {@code a/}, so neither {@code a} nor {@code ab/x}; {@code prefix("a")} holds all
 *       three.
 *   <li>An interval holds its start and not its end; with equal bounds it is empty, for every verb.
 *   <li>Every verb that takes a range means the same keys by it.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class RangeContract extends Concept {

    /** Below U+FFFD in UTF-16, above it in UTF-8. */
    private static final String SUPPLEMENTARY = "😀";

    private static final String REPLACEMENT = "\uFFFD";

    RangeContract() {}

    @Test
    void holdsUnderADirectoryOnlyWhatIsInIt() {
        put("a", "a.", "a/", "a/x", "a/x/y", "a0", "ab", "ab/x");

        assertHolds(KeyRange.directory("a"), "a/", "a/x", "a/x/y");
        assertHolds(KeyRange.directory("a/x"), "a/x/y");
    }

    @Test
    void holdsUnderAPrefixWhateverBeginsWithIt() {
        put("Z", "a", "a/x", "ab", "b");

        assertHolds(KeyRange.prefix("a"), "a", "a/x", "ab");
        assertHolds(KeyRange.prefix("a/"), "a/x");
    }

    @Test
    void holdsOneKeyAndNotTheNext() {
        put("a", "a\0", "a\0\0", "a\u0001");

        assertHolds(KeyRange.single("a"), "a");
        assertHolds(KeyRange.single("a\0"), "a\0");
    }

    @Test
    void holdsTheStartOfAnIntervalAndNotItsEnd() {
        put("a", "b", "b\0", "c", "c\0", "d");

        assertHolds(KeyRange.interval("b", "c"), "b", "b\0");
        assertHolds(KeyRange.interval("b", "c\0"), "b", "b\0", "c");
    }

    @Test
    void holdsNothingInAnIntervalOfEqualBounds() {
        put("a", "b", "c");

        assertHolds(KeyRange.interval("b", "b"));
    }

    @Test
    void holdsAllFromAKeyOn() {
        put("a", "b", "c", "z/z");

        assertHolds(KeyRange.startingAt("b"), "b", "c", "z/z");
        assertHolds(KeyRange.startingAt("zz"));
    }

    @Test
    void holdsAll() {
        put("\0", " ", "a", SUPPLEMENTARY, "\uDBFF\uDFFF");

        assertHolds(KeyRange.all(), "\0", " ", "a", SUPPLEMENTARY, "\uDBFF\uDFFF");
    }

    @Test
    void ordersByUnsignedUtf8BytesAndNotByUtf16() {
        put(SUPPLEMENTARY, REPLACEMENT, "\uE000", "é", "z", "Z", "aa", "a", "a/");

        assertThat(keys(store.list(KeyRange.all())))
                .containsExactly("Z", "a", "a/", "aa", "z", "é", "\uE000", REPLACEMENT, SUPPLEMENTARY);
    }

    @Test
    void boundsIntervalsInTheOrderOfUtf8() {
        put("\uE000", REPLACEMENT, SUPPLEMENTARY);

        assertHolds(KeyRange.interval("\uE000", SUPPLEMENTARY), "\uE000", REPLACEMENT);
        assertHolds(KeyRange.startingAt(REPLACEMENT), REPLACEMENT, SUPPLEMENTARY);
    }

    @Test
    void endsAPrefixOfTheLastCharacterThereIs() {
        String last = "\uDBFF\uDFFF";
        put("a", last, last + "a", last + last);

        assertHolds(KeyRange.prefix(last), last, last + "a", last + last);
    }

    @Test
    void takesBoundsBeyondAllText() {
        put("a", "b", "c");

        assertHolds(KeyRange.of(text("b"), Bytes.copyOf(new byte[] {(byte) 0xff})), "b", "c");
        assertHolds(KeyRange.of(Bytes.empty(), text("b")), "a");
        assertHolds(KeyRange.of(Bytes.copyOf(new byte[] {(byte) 0xff}), Bytes.empty()));
    }

    /** All verbs that read must agree; then the range is deleted, which must take these keys and no others. */
    private void assertHolds(KeyRange range, String... expected) {
        List<String> before = keys(store.list(KeyRange.all()));

        assertThat(keys(store.list(range))).as("list of %s", range).containsExactly(expected);
        assertThat(store.count(range).keys()).as("count of %s", range).isEqualTo(expected.length);

        assertThat(store.deleteRange(range).keys()).as("deleted from %s", range).isEqualTo(expected.length);
        assertThat(keys(store.list(KeyRange.all())))
                .as("what is left after the deletion of %s", range)
                .containsExactlyElementsOf(before.stream()
                        .filter(key -> !List.of(expected).contains(key))
                        .toList());
        put(expected);
    }

    private void put(String... keys) {
        for (String key : keys) {
            store.put(key, text(key));
        }
    }
}
