package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.error.FutureRevisionException;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much is asked for at once, and of whom. */
class PagesTest {

    private static final long PAGE_BYTES = 16L << 20;
    private static final int COUNT = 1_000_000;
    private static final Bytes TINY = Bytes.utf8("v");
    private static final Bytes LARGE = Bytes.copyOf(new byte[1 << 17]);

    private final ScriptedBackend backend = new ScriptedBackend();
    private final AsyncStore store = backend.store();
    private int listed;

    @AfterEach
    void close() {
        store.close();
    }

    /** Answers the next page with as many entries as it asks for, and tells how many those were. */
    private long answerPage(Bytes value) {
        ScriptedBackend.Call call = backend.accept();
        long limit = call.range().limit();
        call.answer(page(limit, value));
        return limit;
    }

    private Response.Range page(long size, Bytes value) {
        List<RawEntry> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Bytes key = Bytes.utf8("key%08d".formatted(listed++));
            entries.add(new RawEntry(key, value, 5, 5, 1, 0));
        }
        return new Response.Range(5, entries, true, COUNT);
    }

    @Test
    void growsByAFewTimesAndNotBeyondItsBytes() {
        store.list(KeyRange.all());

        long first = answerPage(TINY);
        long second = answerPage(TINY);
        long third = answerPage(LARGE);
        long fourth = answerPage(LARGE);
        long fifth = answerPage(TINY);
        long sixth = answerPage(TINY);

        assertThat(first).isLessThanOrEqualTo(512);
        assertThat(second).isBetween(first + 1, 4 * first);
        assertThat(third).isBetween(second + 1, 4 * second);
        assertThat(fourth * LARGE.size()).isBetween(PAGE_BYTES / 2, PAGE_BYTES);
        assertThat(fifth).isEqualTo(fourth);
        assertThat(sixth).isBetween(fifth + 1, 4 * fifth);
    }

    @Test
    void takesAFewBigPagesWhereEntriesAreSmall() {
        store.keys(KeyRange.all());

        long limit = 0;
        int pages = 0;
        for (; listed < COUNT / 2; pages++) {
            limit = answerPage(Bytes.empty());
        }
        assertThat(limit).isEqualTo(COUNT / 16);
        assertThat(pages).isLessThanOrEqualTo(14);
    }

    @Test
    void areMadeAListingOfWhereManyEntriesHoldNobodyUp() {
        CompletableFuture<String> madeBy = store.list(KeyRange.all())
                .thenApply(listing -> Thread.currentThread().getName());
        while (listed < 20_000) {
            answerPage(TINY);
        }
        backend.accept().answer(new Response.Range(5, List.of(), false, listed));

        assertThat(madeBy.orTimeout(20, TimeUnit.SECONDS).join()).startsWith("gateway-store-");
    }

    @Test
    void asksAllMembersOnlyWhereOneIsBehind() {
        CompletableFuture<Listing> listing = store.list(KeyRange.all(), ReadOptions.serializable());
        ScriptedBackend.Call first = backend.accept();
        first.answer(page(1, TINY));
        ScriptedBackend.Call second = backend.accept();
        second.answer(page(1, TINY));
        ScriptedBackend.Call third = backend.accept();
        third.fail(new FutureRevisionException("not there yet", null));
        ScriptedBackend.Call again = backend.accept();
        again.answer(new Response.Range(6, List.of(), false, 0));

        assertThat(List.of(first, second, third))
                .allSatisfy(call -> assertThat(call.range().serializable()).isTrue());
        assertThat(again.range()).isEqualTo(linearizable(third.range()));
        assertThat(again.range().revision()).isEqualTo(5);
        assertThat(listing)
                .isCompletedWithValueMatching(
                        all -> all.revision() == 5 && all.entries().size() == 2);
    }

    @Test
    void asksAllMembersForALinearizableListing() {
        store.list(KeyRange.all());

        for (int page = 0; page < 3; page++) {
            ScriptedBackend.Call call = backend.accept();
            assertThat(call.range().serializable()).isFalse();
            call.answer(page(1, TINY));
        }
    }

    private static Request.Range linearizable(Request.Range range) {
        return new Request.Range(range.range(), range.limit(), range.revision(), false, range.shape());
    }
}
