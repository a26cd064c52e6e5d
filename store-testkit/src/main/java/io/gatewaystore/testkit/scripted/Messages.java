package io.gatewaystore.testkit.scripted;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.grpc.Status;
import java.util.List;
import java.util.stream.Stream;

/** Between our words and etcd's protocol. */
final class Messages {

    /** Fields of newer protocols than the stubs'. */
    private static final int WATCH_ID = 7;

    private static final int FRAGMENTS = 8;

    private Messages() {}

    static Status status(Ending ending) {
        Status status =
                Status.fromCodeValue(Status.Code.valueOf(ending.code().name()).value());
        return ending.text().map(status::withDescription).orElse(status);
    }

    static Event event(ScriptedChange change) {
        KeyValue.Builder entry = KeyValue.newBuilder()
                .setKey(ByteString.copyFromUtf8(change.key()))
                .setModRevision(change.revision());
        change.value()
                .ifPresent(value -> entry.setValue(ByteString.copyFromUtf8(value))
                        .setCreateRevision(change.revision())
                        .setVersion(1));
        return Event.newBuilder()
                .setType(change.value().isPresent() ? Event.EventType.PUT : Event.EventType.DELETE)
                .setKv(entry)
                .build();
    }

    static UnknownFieldSet moreToCome() {
        return UnknownFieldSet.newBuilder()
                .addField(7, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
    }

    static WatchRequested requested(WatchRequest request) {
        return switch (request.getRequestUnionCase()) {
            case CREATE_REQUEST -> create(request.getCreateRequest());
            case CANCEL_REQUEST ->
                new WatchRequested.Cancel(request.getCancelRequest().getWatchId());
            default -> new WatchRequested.Progress();
        };
    }

    private static WatchRequested.Create create(WatchCreateRequest request) {
        return new WatchRequested.Create(
                unknown(request, WATCH_ID),
                range(request.getKey(), request.getRangeEnd()),
                request.getStartRevision(),
                unknown(request, FRAGMENTS) == 1,
                request.getPrevKv());
    }

    private static long unknown(WatchCreateRequest request, int field) {
        List<Long> values = request.getUnknownFields().getField(field).getVarintList();
        return values.isEmpty() ? 0 : values.get(0);
    }

    /** No end stands for the key alone, and zero bytes for no bound. */
    static KeyRange range(ByteString key, ByteString end) {
        if (end.isEmpty()) {
            return KeyRange.single(key.toStringUtf8());
        }
        return KeyRange.of(bound(key), bound(end));
    }

    private static Bytes bound(ByteString key) {
        boolean open = key.size() == 1 && key.byteAt(0) == 0;
        return open ? Bytes.empty() : Bytes.copyOf(key.toByteArray());
    }

    /** The keys a transaction is about, nested ones included, those of its first list first. */
    static Stream<String> keys(TxnRequest request) {
        return Stream.concat(request.getSuccessList().stream(), request.getFailureList().stream())
                .flatMap(Messages::keys)
                .distinct();
    }

    private static Stream<String> keys(RequestOp operation) {
        return switch (operation.getRequestCase()) {
            case REQUEST_PUT -> Stream.of(operation.getRequestPut().getKey().toStringUtf8());
            case REQUEST_DELETE_RANGE ->
                Stream.of(operation.getRequestDeleteRange().getKey().toStringUtf8());
            case REQUEST_RANGE -> Stream.of(operation.getRequestRange().getKey().toStringUtf8());
            case REQUEST_TXN -> keys(operation.getRequestTxn());
            default -> Stream.of();
        };
    }

    /** What a transaction is answered whose conditions held, nested ones included, and that found every key it deleted. */
    static TxnResponse.Builder success(TxnRequest request) {
        TxnResponse.Builder response = TxnResponse.newBuilder().setSucceeded(true);
        request.getSuccessList().forEach(operation -> response.addResponses(success(operation)));
        return response;
    }

    private static ResponseOp success(RequestOp operation) {
        ResponseOp.Builder response = ResponseOp.newBuilder();
        return switch (operation.getRequestCase()) {
            case REQUEST_PUT ->
                response.setResponsePut(PutResponse.getDefaultInstance()).build();
            case REQUEST_DELETE_RANGE ->
                response.setResponseDeleteRange(DeleteRangeResponse.newBuilder().setDeleted(1))
                        .build();
            case REQUEST_TXN ->
                response.setResponseTxn(success(operation.getRequestTxn())).build();
            default ->
                response.setResponseRange(RangeResponse.getDefaultInstance()).build();
        };
    }
}
