package io.gatewaystore.memory.planted;

import static io.gatewaystore.memory.planted.Planting.inBackend;
import static io.gatewaystore.memory.planted.Planting.inStore;

import io.gatewaystore.Bytes;
import io.gatewaystore.Count;
import io.gatewaystore.KeyListing;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.Store;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.UnexpectedAnswerException;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Faults of ranges, their order and their pages. */
final class RangeFaults {

    private static final int PAGE = 512;

    /** For what a test makes happen soon. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private RangeFaults() {}

    static List<Planting> plantings() {
        return List.of(
                inStore(
                        "a directory is a prefix without its separator",
                        "Ranges.holdsUnderADirectoryOnlyWhatIsInIt",
                        PrefixWithoutSeparator::new),
                inBackend(
                        "keys are ordered as UTF-16",
                        "Ranges.ordersByUnsignedUtf8BytesAndNotByUtf16",
                        OrderedAsUtf16::new),
                inBackend(
                        "an interval holds its end", "Ranges.holdsTheStartOfAnIntervalAndNotItsEnd", HoldsItsEnd::new),
                inBackend(
                        "equal bounds mean everything from there on",
                        "Ranges.holdsNothingInAnIntervalOfEqualBounds",
                        EqualBoundsAreOpen::new),
                inBackend(
                        "a count ignores its range",
                        "Ranges.holdsUnderADirectoryOnlyWhatIsInIt",
                        CountIgnoresItsRange::new),
                inBackend(
                        "keys that are not UTF-8 show garbled",
                        "ForeignKeys.leavesKeysThatAreNotUtf8OutOfAListing",
                        ForeignKeysGarbled::new),
                inBackend(
                        "a key that is not UTF-8 breaks the listing",
                        "ForeignKeys.leavesKeysThatAreNotUtf8OutOfAListing",
                        ForeignKeysBreakListings::new),
                inStore(
                        "a range without an end stops before the byte 0xff",
                        "ForeignKeys.endsRangesAtAndPastTheLastByte",
                        StopsBeforeTheLastByte::new),
                inBackend(
                        "each page skips its first key",
                        "Listings.listsMoreKeysThanAPageOnceEachAndInOrder",
                        PageBoundarySkips::new),
                inBackend(
                        "each page repeats the last key of the one before",
                        "Listings.listsMoreKeysThanAPageOnceEachAndInOrder",
                        PageBoundaryRepeats::new),
                inBackend(
                        "a listing ends with its first page",
                        "Listings.listsMoreKeysThanAPageOnceEachAndInOrder",
                        OnePageOnly::new),
                inBackend(
                        "each page shows the newest revision",
                        "Listings.showsOneRevisionOnAllPages",
                        PagesOfManyRevisions::new),
                inBackend(
                        "a page of a compacted revision is empty",
                        "Listings.isWholeOrSaysThatItsRevisionIsCompacted",
                        CompactedReadsAsEmpty::new),
                inStore(
                        "a listing of keys is in the order of UTF-16",
                        "Listings.listsKeysAlone",
                        KeysOrderedAsUtf16::new),
                inStore(
                        "a listing of keys ends with its first page",
                        "Listings.listsMoreKeysThanAPageOnceEachAndInOrder",
                        KeysOfOnePage::new),
                inStore(
                        "a listing of keys ignores the revision asked for",
                        "Listings.listsManyKeysAsTheyWereAtAPastRevision",
                        KeysOfNow::new),
                inBackend(
                        "a range is deleted page by page",
                        "Listings.deletesMoreKeysThanAPageInOneRevision",
                        DeletesByPages::new));
    }

    private static final class PrefixWithoutSeparator extends FaultyStore {
        PrefixWithoutSeparator(Store sound) {
            super(sound, PrefixWithoutSeparator::new);
        }

        @Override
        public Listing list(KeyRange range, ReadOptions options) {
            String start = range.start().toUtf8();
            return sound.list(
                    start.endsWith("/") && range.singleKey().isEmpty()
                            ? KeyRange.prefix(start.substring(0, start.length() - 1))
                            : range,
                    options);
        }
    }

    private static final class OrderedAsUtf16 extends FaultyBackend {
        OrderedAsUtf16(Backend sound) {
            super(sound);
        }

        @Override
        Response.Range answered(Request.Range request, Response.Range answer) {
            List<RawEntry> entries = answer.entries().stream()
                    .sorted(Comparator.comparing(entry -> entry.key().toUtf8()))
                    .toList();
            return new Response.Range(answer.revision(), entries, answer.more(), answer.count());
        }
    }

    private static final class HoldsItsEnd extends FaultyBackend {
        HoldsItsEnd(Backend sound) {
            super(sound);
        }

        @Override
        Request.Range asked(Request.Range request) {
            KeyRange range = request.range();
            if (range.singleKey().isPresent() || range.end().isEmpty()) {
                return request;
            }
            return within(request, KeyRange.of(range.start(), range.end().concat(Bytes.copyOf(new byte[1]))));
        }
    }

    private static Request.Range within(Request.Range request, KeyRange range) {
        return new Request.Range(range, request.limit(), request.revision(), request.serializable(), request.shape());
    }

    private static final class EqualBoundsAreOpen extends FaultyBackend {
        EqualBoundsAreOpen(Backend sound) {
            super(sound);
        }

        @Override
        Request.Range asked(Request.Range request) {
            return request.range().isEmpty()
                    ? within(request, KeyRange.of(request.range().start(), Bytes.empty()))
                    : request;
        }
    }

    private static final class CountIgnoresItsRange extends FaultyBackend {
        CountIgnoresItsRange(Backend sound) {
            super(sound);
        }

        @Override
        Request.Range asked(Request.Range request) {
            return request.shape() == Request.Shape.COUNT_ONLY ? within(request, KeyRange.all()) : request;
        }
    }

    private static final class ForeignKeysGarbled extends AlteredEntries {
        ForeignKeysGarbled(Backend sound) {
            super(sound);
        }

        @Override
        RawEntry altered(RawEntry entry) {
            return new RawEntry(
                    Bytes.utf8(entry.key().toUtf8()),
                    entry.value(),
                    entry.createRevision(),
                    entry.modRevision(),
                    entry.version(),
                    entry.lease());
        }
    }

    private static final class ForeignKeysBreakListings extends AlteredEntries {
        ForeignKeysBreakListings(Backend sound) {
            super(sound);
        }

        @Override
        RawEntry altered(RawEntry entry) {
            if (entry.key().toUtf8().indexOf('\uFFFD') >= 0) {
                throw new UnexpectedAnswerException("a key is not UTF-8", null, Outcome.NOT_APPLIED);
            }
            return entry;
        }
    }

    private static final class StopsBeforeTheLastByte extends FaultyStore {
        StopsBeforeTheLastByte(Store sound) {
            super(sound, StopsBeforeTheLastByte::new);
        }

        @Override
        public Count count(KeyRange range, ReadOptions options) {
            Bytes last = Bytes.copyOf(new byte[] {(byte) 0xff});
            boolean open = range.end().isEmpty() && range.start().compareTo(last) <= 0;
            return sound.count(open ? KeyRange.of(range.start(), last) : range, options);
        }
    }

    private static boolean isLaterPage(Request.Range request) {
        return request.limit() > 0 && request.revision() > 0;
    }

    private static final class PageBoundarySkips extends FaultyBackend {
        PageBoundarySkips(Backend sound) {
            super(sound);
        }

        @Override
        Response.Range answered(Request.Range request, Response.Range answer) {
            return isLaterPage(request)
                    ? new Response.Range(
                            answer.revision(),
                            answer.entries().subList(1, answer.entries().size()),
                            answer.more(),
                            answer.count())
                    : answer;
        }
    }

    private static final class PageBoundaryRepeats extends FaultyBackend {
        PageBoundaryRepeats(Backend sound) {
            super(sound);
        }

        @Override
        Request.Range asked(Request.Range request) {
            Bytes start = request.range().start();
            return isLaterPage(request)
                    ? within(
                            request,
                            KeyRange.of(
                                    Bytes.utf8(start.toUtf8().substring(0, start.size() - 1)),
                                    request.range().end()))
                    : request;
        }
    }

    private static final class OnePageOnly extends FaultyBackend {
        OnePageOnly(Backend sound) {
            super(sound);
        }

        @Override
        Response.Range answered(Request.Range request, Response.Range answer) {
            return new Response.Range(answer.revision(), answer.entries(), false, answer.count());
        }
    }

    /** Waits for a write between two pages, so that the fault shows in every run. */
    private static final class PagesOfManyRevisions extends FaultyBackend {
        PagesOfManyRevisions(Backend sound) {
            super(sound);
        }

        @Override
        Request.Range asked(Request.Range request) {
            if (!isLaterPage(request)) {
                return request;
            }
            long patience = System.nanoTime() + PATIENCE.toNanos();
            while (revision() == request.revision() && System.nanoTime() - patience < 0) {
                Thread.onSpinWait();
            }
            return new Request.Range(request.range(), request.limit(), 0, false, request.shape());
        }
    }

    /** Waits until the revision of the first page is gone, so that the fault shows in every run. */
    private static final class CompactedReadsAsEmpty extends FaultyBackend {
        CompactedReadsAsEmpty(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Response.Range> range(Request.Range request, Deadline deadline) {
            return isLaterPage(request) && goes(request)
                    ? CompletableFuture.completedFuture(new Response.Range(request.revision(), List.of(), false, 0))
                    : super.range(request, deadline);
        }

        private boolean goes(Request.Range request) {
            long patience = System.nanoTime() + PATIENCE.toNanos();
            CompletableFuture<Response.Range> page = sound.range(request, NEVER);
            while (!page.isCompletedExceptionally() && System.nanoTime() - patience < 0) {
                page = sound.range(request, NEVER);
            }
            return page.isCompletedExceptionally();
        }
    }

    private static final class KeysOrderedAsUtf16 extends FaultyStore {
        KeysOrderedAsUtf16(Store sound) {
            super(sound, KeysOrderedAsUtf16::new);
        }

        @Override
        public KeyListing keys(KeyRange range, ReadOptions options) {
            KeyListing listing = sound.keys(range, options);
            return new KeyListing(
                    listing.revision(), listing.keys().stream().sorted().toList());
        }
    }

    private static final class KeysOfOnePage extends FaultyStore {
        KeysOfOnePage(Store sound) {
            super(sound, KeysOfOnePage::new);
        }

        @Override
        public KeyListing keys(KeyRange range, ReadOptions options) {
            KeyListing listing = sound.keys(range, options);
            return new KeyListing(
                    listing.revision(), listing.keys().stream().limit(PAGE).toList());
        }
    }

    private static final class KeysOfNow extends FaultyStore {
        KeysOfNow(Store sound) {
            super(sound, KeysOfNow::new);
        }

        @Override
        public KeyListing keys(KeyRange range, ReadOptions options) {
            return sound.keys(range);
        }
    }

    private static final class DeletesByPages extends FaultyBackend {
        DeletesByPages(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Response.Delete> delete(Request.Delete request, Deadline deadline) {
            long deleted = 0;
            List<RawEntry> left = now(request.range());
            while (left.size() > PAGE) {
                Bytes end = left.get(PAGE).key();
                KeyRange page = KeyRange.of(left.get(0).key(), end);
                deleted +=
                        sound.delete(new Request.Delete(page), deadline).join().deleted();
                left = now(request.range());
            }
            long before = deleted;
            return sound.delete(request, deadline)
                    .thenApply(answer -> new Response.Delete(answer.revision(), before + answer.deleted()));
        }
    }
}
