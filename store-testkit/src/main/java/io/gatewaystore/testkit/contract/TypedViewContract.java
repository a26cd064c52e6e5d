package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.codec.TypedEntry;
import io.gatewaystore.codec.TypedStore;
import io.gatewaystore.error.CodecException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/**
 * Typed views: a store whose values are of one type. What does not decode fails with a {@link CodecException} that names the key and never
 * shows the value.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class TypedViewContract extends Concept {

    private static final String SECRET = "s3cret";

    TypedViewContract() {}

    @Test
    void readsBackTheValuesItWrote() {
        TypedStore<Long> numbers = store.typed(Codec.number());

        numbers.put("a", Long.MIN_VALUE);
        numbers.create("b", 7L);
        numbers.create("b", 8L);

        assertThat(numbers.get("a")).map(TypedEntry::value).contains(Long.MIN_VALUE);
        assertThat(numbers.list(KeyRange.all()))
                .extracting(TypedEntry::key, TypedEntry::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", Long.MIN_VALUE),
                        org.assertj.core.groups.Tuple.tuple("b", 7L));
        assertThat(entry("b").value()).isEqualTo(text("7"));
        assertThat(numbers.get("absent")).isEmpty();
    }

    @Test
    void replacesAndUpdatesThroughTheCodec() {
        TypedStore<String> texts = store.typed(Codec.text());
        texts.put("a", "ä");
        TypedEntry<String> read = texts.get("a").orElseThrow();

        assertThat(texts.replace(read, "ö").isApplied()).isTrue();
        assertThat(texts.replace(read, "ü").isApplied()).isFalse();
        assertThat(texts.update("a", old -> old.orElse("") + "!")).isEqualTo("ö!");
    }

    @Test
    void namesTheKeyAndHidesTheValueThatDoesNotDecode() {
        store.put("config/limit", text(SECRET));
        TypedStore<Long> numbers = store.typed(Codec.number());

        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> numbers.get("config/limit"))
                .withMessageContaining("config/limit")
                .satisfies(TypedViewContract::assertKeepsTheSecret);
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> numbers.list(KeyRange.all()))
                .withMessageContaining("config/limit")
                .satisfies(TypedViewContract::assertKeepsTheSecret);
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> numbers.update("config/limit", old -> 1L))
                .withMessageContaining("config/limit")
                .satisfies(TypedViewContract::assertKeepsTheSecret);
        assertThat(entry("config/limit").value()).isEqualTo(text(SECRET));
    }

    @Test
    void doesNotTakeMalformedBytesForText() {
        store.put("a", Bytes.copyOf(new byte[] {'a', (byte) 0xff}));

        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> store.typed(Codec.text()).get("a"));
    }

    private static void assertKeepsTheSecret(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(SECRET);
    }
}
