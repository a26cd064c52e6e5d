package io.gatewaystore.memory;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Request.Shape;
import io.gatewaystore.spi.Response;
import io.gatewaystore.txn.Compare;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Speaks to a backend in as few words as tests need. Every answer must be there at once. */
final class Client {

    final Backend backend;

    Client(MemoryCluster cluster) {
        backend = cluster.openBackend();
    }

    static Deadline soon() {
        return Deadline.after(Duration.ofMinutes(1));
    }

    static Bytes bytes(String text) {
        return Bytes.utf8(text);
    }

    static Request.Put putting(String key, String value) {
        return puttingOn(0, key, value);
    }

    static Request.Put puttingOn(long lease, String key, String value) {
        return new Request.Put(bytes(key), bytes(value), lease, false);
    }

    static Request.Put keepingLease(String key, String value) {
        return new Request.Put(bytes(key), bytes(value), 0, true);
    }

    static Request.Delete deleting(String key) {
        return new Request.Delete(KeyRange.single(key));
    }

    static Request.Range reading(KeyRange range) {
        return new Request.Range(range, 0, 0, false, Shape.ENTRIES);
    }

    static Request.Txn txn(List<Compare> compares, List<Request> then, List<Request> otherwise) {
        return new Request.Txn(compares, then, otherwise);
    }

    static Request.Txn all(Request... requests) {
        return txn(List.of(), List.of(requests), List.of());
    }

    long put(String key, String value) {
        return put(putting(key, value));
    }

    long put(Request.Put request) {
        return answer(backend.put(request, soon())).revision();
    }

    Response.Delete delete(String key) {
        return delete(KeyRange.single(key));
    }

    Response.Delete delete(KeyRange range) {
        return answer(backend.delete(new Request.Delete(range), soon()));
    }

    Response.Txn run(Request.Txn request) {
        return answer(backend.txn(request, soon()));
    }

    Response.Range read(Request.Range request) {
        return answer(backend.range(request, soon()));
    }

    Response.Range readAt(long revision, KeyRange range) {
        return read(new Request.Range(range, 0, revision, false, Shape.ENTRIES));
    }

    Optional<RawEntry> get(String key) {
        return read(reading(KeyRange.single(key))).entries().stream().findFirst();
    }

    Optional<String> value(String key) {
        return get(key).map(entry -> entry.value().toUtf8());
    }

    List<String> keys(KeyRange range) {
        return keys(read(reading(range)));
    }

    static List<String> keys(Response.Range answer) {
        return answer.entries().stream().map(entry -> entry.key().toUtf8()).toList();
    }

    long revision() {
        return read(reading(KeyRange.single("no-such-key"))).revision();
    }

    long grant(int seconds) {
        return answer(backend.grantLease(Duration.ofSeconds(seconds), soon()));
    }

    void revoke(long lease) {
        answer(backend.revokeLease(lease, soon()));
    }

    Recorder watch(KeyRange range, long startRevision) {
        return watch(new Request.Watch(range, startRevision, true));
    }

    Recorder watch(Request.Watch request) {
        Recorder recorder = new Recorder();
        recorder.watch = backend.watch(request, recorder);
        return recorder;
    }

    /** The answer, which must be there; the failure is thrown as it lies in the future, so a wrapped one shows. */
    static <T> T answer(CompletableFuture<T> future) {
        if (!future.isDone()) {
            throw new AssertionError("the future is not completed on the caller's thread");
        }
        if (future.handle((value, thrown) -> thrown).join() instanceof RuntimeException failure) {
            throw failure;
        }
        return future.join();
    }
}
