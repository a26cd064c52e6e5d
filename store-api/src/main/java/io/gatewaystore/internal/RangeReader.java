package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.Count;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyListing;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Request.Shape;
import io.gatewaystore.spi.Response;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Reads keys and ranges: freshness, pages, namespaces. */
final class RangeReader {

    /** So many entries are converted within a moment. */
    private static final int FEW = 10_000;

    private final StoreCore core;
    private final Namespace namespace;

    RangeReader(StoreCore core, Namespace namespace) {
        this.core = core;
        this.namespace = namespace;
    }

    CompletableFuture<Optional<Entry>> readOne(String key, Bytes rawKey, ReadOptions options, Deadline deadline) {
        return read(
                Requests.get(rawKey),
                options,
                deadline,
                answer -> answer.entries().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Namespace.entry(key, answer.entries().get(0))));
    }

    CompletableFuture<Listing> readAll(KeyRange rawRange, ReadOptions options, Deadline deadline) {
        return converted(readRaw(rawRange, Shape.ENTRIES, options, deadline), this::listing);
    }

    CompletableFuture<KeyListing> readKeys(KeyRange rawRange, ReadOptions options, Deadline deadline) {
        return converted(
                readRaw(rawRange, Shape.KEYS_ONLY, options, deadline),
                pages -> new KeyListing(
                        pages.revision(),
                        pages.entries().stream()
                                .flatMap(raw -> relative(raw.key()).stream())
                                .toList()));
    }

    /** Many entries are converted where they hold up no other answers. */
    private <T> CompletableFuture<T> converted(CompletableFuture<Pages> read, Function<Pages, T> conversion) {
        LinkedFuture<T> result = new LinkedFuture<>();
        result.follow(read, pages -> {
            Runnable step = () -> result.attempt(() -> result.complete(conversion.apply(pages)));
            if (pages.entries().size() > FEW) {
                core.threads().execute(step);
            } else {
                step.run();
            }
        });
        return result;
    }

    CompletableFuture<Count> count(KeyRange rawRange, ReadOptions options, Deadline deadline) {
        return read(
                new Request.Range(rawRange, 0, 0, false, Shape.COUNT_ONLY),
                options,
                deadline,
                answer -> new Count(Pages.revision(options, answer), answer.count()));
    }

    /** Everything in a range at one revision, as it lies in the store. */
    CompletableFuture<Pages> readRaw(KeyRange rawRange, Shape shape, ReadOptions options, Deadline deadline) {
        Pages pages = new Pages(rawRange, shape, options);
        LinkedFuture<Pages> result = new LinkedFuture<>();
        result.follow(
                read(pages.first(), options, deadline, Function.identity()),
                first -> pages.add(first, core.backend(), deadline, result));
        return result;
    }

    Listing listing(Pages pages) {
        return new Listing(
                pages.revision(),
                pages.entries().stream().flatMap(raw -> relative(raw).stream()).toList());
    }

    /** The entry without the namespace's prefix; a foreign key is counted and left out. */
    Optional<Entry> relative(RawEntry raw) {
        Optional<Entry> entry = namespace.relative(raw);
        if (entry.isEmpty()) {
            core.skippedForeignKey();
        }
        return entry;
    }

    /** The key without the namespace's prefix; a foreign key is counted and left out. */
    Optional<String> relative(Bytes rawKey) {
        Optional<String> key = namespace.relative(rawKey);
        if (key.isEmpty()) {
            core.skippedForeignKey();
        }
        return key;
    }

    private <T> CompletableFuture<T> read(
            Request.Range newest, ReadOptions options, Deadline deadline, Function<Response.Range, T> result) {
        return switch (options.kind()) {
            case LINEARIZABLE -> LinkedFuture.map(call(newest, deadline), result);
            case SERIALIZABLE -> LinkedFuture.map(call(serializable(newest), deadline), result);
            case AT_REVISION -> LinkedFuture.map(call(at(options.revision(), newest), deadline), result);
            case AT_LEAST -> readAtLeast(newest, options.revision(), deadline, result);
        };
    }

    private <T> CompletableFuture<T> readAtLeast(
            Request.Range request, long revision, Deadline deadline, Function<Response.Range, T> result) {
        LinkedFuture<T> future = new LinkedFuture<>();
        future.follow(call(serializable(request), deadline), local -> {
            if (local.revision() >= revision) {
                future.complete(result.apply(local));
            } else {
                future.follow(call(request, deadline), newest -> {
                    if (newest.revision() < revision) {
                        throw Pages.future(revision, newest.revision());
                    }
                    future.complete(result.apply(newest));
                });
            }
        });
        return future;
    }

    private static Request.Range serializable(Request.Range newest) {
        return new Request.Range(newest.range(), newest.limit(), 0, true, newest.shape());
    }

    private static Request.Range at(long revision, Request.Range newest) {
        return new Request.Range(newest.range(), newest.limit(), revision, false, newest.shape());
    }

    private CompletableFuture<Response.Range> call(Request.Range request, Deadline deadline) {
        return RequestLimits.measured(
                core.backend().limits(), request, () -> core.backend().range(request, deadline));
    }
}
