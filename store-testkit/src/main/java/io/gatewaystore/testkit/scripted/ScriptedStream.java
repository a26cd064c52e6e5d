package io.gatewaystore.testkit.scripted;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.Metadata;
import io.grpc.stub.StreamObserver;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A watch stream as the {@link ScriptedEtcd} sees it: it tells what the client asked, and tells the client what the test wants.
 *
 * <p>Safe for use by one thread at a time.
 */
public final class ScriptedStream {

    private static final int NO_WATCH = -1;

    private final StreamObserver<WatchResponse> client;
    private final Metadata headers;
    private final Told told;
    private final LongFunction<ResponseHeader> header;
    private final Arrivals<WatchRequested> requests = new Arrivals<>("request on the watch stream");
    private volatile boolean cancelled;

    ScriptedStream(
            StreamObserver<WatchResponse> client, Metadata headers, Told told, LongFunction<ResponseHeader> header) {
        this.client = client;
        this.headers = headers;
        this.told = told;
        this.header = header;
    }

    /**
     * Returns what a header says that the client opened the stream with.
     *
     * @param name the header, such as {@code hasleader} or {@code token}
     * @return its value, or empty if there is no such header
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
    }

    /**
     * Waits for the next request on this stream, for 10 s at most.
     *
     * @return the request
     * @throws AssertionError if none comes
     */
    public WatchRequested accept() {
        return requests.take();
    }

    /**
     * Waits for the next request on this stream, for 10 s at most.
     *
     * @return the request
     * @throws AssertionError if none comes, or it is not for a watch to be created
     */
    public WatchRequested.Create acceptCreate() {
        WatchRequested request = accept();
        if (request instanceof WatchRequested.Create create) {
            return create;
        }
        throw new AssertionError("a request came that creates no watch: " + request);
    }

    /**
     * Tells whether there is no request that was not accepted yet.
     *
     * @return whether none has come
     */
    public boolean hasNoRequest() {
        return requests.isEmpty();
    }

    /**
     * Tells whether the client has cancelled the stream, or its connection is gone.
     *
     * @return whether nobody listens any more
     */
    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Says that a watch is created.
     *
     * @param watchId its id
     * @param revision the store's revision
     */
    public void created(long watchId, long revision) {
        client.onNext(response(watchId, revision).setCreated(true).build());
    }

    /**
     * Tells of changes, in one message.
     *
     * @param watchId the watch
     * @param changes the changes, in the order of their revisions
     */
    public void changes(long watchId, ScriptedChange... changes) {
        client.onNext(telling(watchId, changes).build());
    }

    /**
     * Tells of changes, in a message that says that more of them follow in another one.
     *
     * @param watchId the watch
     * @param changes the changes, in the order of their revisions
     */
    public void fragment(long watchId, ScriptedChange... changes) {
        client.onNext(telling(watchId, changes)
                .setUnknownFields(Messages.moreToCome())
                .build());
    }

    /**
     * Reports progress, for all watches of the stream.
     *
     * @param revision the revision up to which everything was told
     */
    public void progress(long revision) {
        client.onNext(response(NO_WATCH, revision).build());
    }

    /**
     * Ends a watch because history is compacted.
     *
     * @param watchId the watch
     * @param compactRevision the oldest revision that is left
     */
    public void compacted(long watchId, long compactRevision) {
        client.onNext(response(watchId, compactRevision)
                .setCanceled(true)
                .setCompactRevision(compactRevision)
                .build());
    }

    /**
     * Refuses to create a watch.
     *
     * @param watchId the watch; -1, as etcd has it, to name none
     * @param reason the reason, such as {@code etcdserver: permission denied}
     */
    public void refuse(long watchId, String reason) {
        client.onNext(response(watchId, 1)
                .setCreated(true)
                .setCanceled(true)
                .setCancelReason(reason)
                .build());
    }

    /**
     * Ends the stream.
     *
     * @param ending with which status
     */
    public void end(Ending ending) {
        if (ending.code() == StatusCode.OK) {
            client.onCompleted();
        } else {
            client.onError(Messages.status(ending).asRuntimeException());
        }
    }

    StreamObserver<WatchRequest> requests() {
        return new StreamObserver<>() {
            @Override
            public void onNext(WatchRequest request) {
                requests.add(Messages.requested(request));
            }

            @Override
            public void onError(Throwable gone) {
                cancelled = true;
            }

            @Override
            public void onCompleted() {
                client.onCompleted();
            }
        };
    }

    private WatchResponse.Builder telling(long watchId, ScriptedChange... changes) {
        Arrays.stream(changes).forEach(told::add);
        List<Event> events = Arrays.stream(changes).map(Messages::event).toList();
        return response(watchId, changes[changes.length - 1].revision()).addAllEvents(events);
    }

    private WatchResponse.Builder response(long watchId, long revision) {
        return WatchResponse.newBuilder().setHeader(header.apply(revision)).setWatchId(watchId);
    }
}
