package io.gatewaystore.etcd;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnsafeByteOperations;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.RawEvent;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The requests and answers of the library as etcd's messages: the only place that knows both. */
final class Wire {

    /** In a range, the key "\0" means the beginning and the end "\0" means no end. */
    private static final ByteString ZERO = ByteString.copyFrom(new byte[1]);

    /** Both bounds of a range that holds nothing. Its own may be "\0", which would mean everything. */
    private static final ByteString NOTHING = ByteString.copyFrom(new byte[] {1});

    private static final int COMPARE_LEASE_TARGET = 4;
    private static final int COMPARE_LEASE_FIELD = 8;

    private Wire() {}

    // --- requests -----------------------------------------------------------------------------------------------

    static RangeRequest range(Request.Range request) {
        return RangeRequest.newBuilder()
                .setKey(start(request.range()))
                .setRangeEnd(end(request.range()))
                .setLimit(request.limit())
                .setRevision(request.revision())
                .setSerializable(request.serializable())
                .setKeysOnly(request.shape() == Request.Shape.KEYS_ONLY)
                .setCountOnly(request.shape() == Request.Shape.COUNT_ONLY)
                .build();
    }

    /** The cheapest linearizable read: its answer has nothing but a header. */
    static RangeRequest revisionOnly() {
        return RangeRequest.newBuilder().setKey(ZERO).setCountOnly(true).build();
    }

    /** The cheapest read that one member answers by itself. */
    static RangeRequest ownRevision() {
        return revisionOnly().toBuilder().setSerializable(true).build();
    }

    static PutRequest put(Request.Put request) {
        return PutRequest.newBuilder()
                .setKey(bytes(request.key()))
                .setValue(bytes(request.value()))
                .setLease(request.lease())
                .setIgnoreLease(request.keepLease())
                .build();
    }

    static DeleteRangeRequest delete(Request.Delete request) {
        return DeleteRangeRequest.newBuilder()
                .setKey(start(request.range()))
                .setRangeEnd(end(request.range()))
                .build();
    }

    static TxnRequest txn(Request.Txn request) {
        TxnRequest.Builder txn = TxnRequest.newBuilder();
        request.compares().forEach(compare -> txn.addCompare(compare(compare)));
        request.then().forEach(part -> txn.addSuccess(operation(part)));
        request.otherwise().forEach(part -> txn.addFailure(operation(part)));
        return txn.build();
    }

    /**
     * A transaction that does nothing, whatever its compares come to. One member would answer it by itself, from what it has; a linearizable read in it makes
     * the members agree. What is read was compared, so whoever may compare it may read it.
     */
    static TxnRequest check(Request.Txn request) {
        KeyRange compared = request.compares().isEmpty()
                ? KeyRange.all()
                : request.compares().get(0).range();
        RangeRequest agreement = range(new Request.Range(compared, 0, 0, false, Request.Shape.COUNT_ONLY));
        RequestOp read = RequestOp.newBuilder().setRequestRange(agreement).build();
        return txn(request).toBuilder().addSuccess(read).addFailure(read).build();
    }

    private static RequestOp operation(Request request) {
        RequestOp.Builder operation = RequestOp.newBuilder();
        if (request instanceof Request.Range range) {
            operation.setRequestRange(range(range));
        } else if (request instanceof Request.Put put) {
            operation.setRequestPut(put(put));
        } else if (request instanceof Request.Delete delete) {
            operation.setRequestDeleteRange(delete(delete));
        } else if (request instanceof Request.Txn txn) {
            operation.setRequestTxn(txn(txn));
        }
        return operation.build();
    }

    private static Compare compare(io.gatewaystore.txn.Compare compare) {
        Compare.Builder wire = Compare.newBuilder()
                .setKey(start(compare.range()))
                .setRangeEnd(end(compare.range()))
                .setResult(
                        switch (compare.relation()) {
                            case EQUAL -> Compare.CompareResult.EQUAL;
                            case NOT_EQUAL -> Compare.CompareResult.NOT_EQUAL;
                            case GREATER -> Compare.CompareResult.GREATER;
                            case LESS -> Compare.CompareResult.LESS;
                        });
        return switch (compare.target()) {
            case VALUE ->
                wire.setTarget(Compare.CompareTarget.VALUE)
                        .setValue(bytes(compare.value()))
                        .build();
            case MOD_REVISION ->
                wire.setTarget(Compare.CompareTarget.MOD)
                        .setModRevision(compare.number())
                        .build();
            case CREATE_REVISION ->
                wire.setTarget(Compare.CompareTarget.CREATE)
                        .setCreateRevision(compare.number())
                        .build();
            case VERSION ->
                wire.setTarget(Compare.CompareTarget.VERSION)
                        .setVersion(compare.number())
                        .build();
            // jetcd's messages are older than this field.
            case LEASE ->
                wire.setTargetValue(COMPARE_LEASE_TARGET)
                        .setUnknownFields(varint(COMPARE_LEASE_FIELD, compare.number()))
                        .build();
        };
    }

    static UnknownFieldSet varint(int field, long value) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        field,
                        UnknownFieldSet.Field.newBuilder().addVarint(value).build())
                .build();
    }

    static ByteString start(KeyRange range) {
        if (range.isEmpty()) {
            return NOTHING;
        }
        return range.start().isEmpty() ? ZERO : bytes(range.start());
    }

    /** No end at all for a single key, which etcd serves faster. */
    static ByteString end(KeyRange range) {
        if (range.singleKey().isPresent()) {
            return ByteString.EMPTY;
        }
        if (range.isEmpty()) {
            return NOTHING;
        }
        return range.end().isEmpty() ? ZERO : bytes(range.end());
    }

    static ByteString bytes(Bytes bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes.asByteBuffer());
    }

    // --- answers ------------------------------------------------------------------------------------------------

    static Response.Range range(RangeResponse answer) {
        return range(answer, answer.getHeader().getRevision());
    }

    private static Response.Range range(RangeResponse answer, long revision) {
        List<RawEntry> entries = new ArrayList<>(answer.getKvsCount());
        for (KeyValue entry : answer.getKvsList()) {
            entries.add(entry(entry));
        }
        return new Response.Range(revision, entries, answer.getMore(), answer.getCount());
    }

    static Response.Delete delete(DeleteRangeResponse answer) {
        return new Response.Delete(answer.getHeader().getRevision(), answer.getDeleted());
    }

    /** The revision of a transaction is that of all its parts: etcd states it once for all of them. */
    static Response.Txn txn(TxnResponse answer) {
        return txn(answer, answer.getHeader().getRevision());
    }

    private static Response.Txn txn(TxnResponse answer, long revision) {
        List<Response> responses = new ArrayList<>(answer.getResponsesCount());
        for (ResponseOp operation : answer.getResponsesList()) {
            responses.add(part(operation, revision));
        }
        return new Response.Txn(revision, answer.getSucceeded(), responses);
    }

    private static Response part(ResponseOp operation, long revision) {
        return switch (operation.getResponseCase()) {
            case RESPONSE_RANGE -> range(operation.getResponseRange(), revision);
            case RESPONSE_PUT -> new Response.Put(revision);
            case RESPONSE_DELETE_RANGE ->
                new Response.Delete(revision, operation.getResponseDeleteRange().getDeleted());
            case RESPONSE_TXN -> txn(operation.getResponseTxn(), revision);
            case RESPONSE_NOT_SET -> throw new IllegalStateException("etcd answered an operation with nothing");
        };
    }

    static RawEntry entry(KeyValue entry) {
        return new RawEntry(
                bytes(entry.getKey()),
                bytes(entry.getValue()),
                entry.getCreateRevision(),
                entry.getModRevision(),
                entry.getVersion(),
                entry.getLease());
    }

    static RawEvent event(Event event) {
        RawEntry previous = event.hasPrevKv() ? entry(event.getPrevKv()) : null;
        return event.getType() == Event.EventType.DELETE
                ? RawEvent.delete(bytes(event.getKv().getKey()), previous)
                : RawEvent.put(entry(event.getKv()), previous);
    }

    /** Nobody else has an answer, so its arrays are ours to share. */
    static Bytes bytes(ByteString bytes) {
        Taken taken = new Taken();
        try {
            UnsafeByteOperations.unsafeWriteTo(bytes, taken);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.wrap(taken.array);
    }

    /** The bytes of a message, in the message's own array if they fill it. */
    private static final class Taken extends ByteOutput {

        private byte[] array = {};

        @Override
        public void writeLazy(byte[] value, int offset, int length) {
            boolean whole = array.length == 0 && offset == 0 && length == value.length;
            if (whole) {
                array = value;
            } else {
                write(value, offset, length);
            }
        }

        @Override
        public void write(byte[] value, int offset, int length) {
            int before = array.length;
            array = Arrays.copyOf(array, before + length);
            System.arraycopy(value, offset, array, before, length);
        }

        @Override
        public void writeLazy(ByteBuffer value) {
            write(value);
        }

        @Override
        public void write(ByteBuffer value) {
            byte[] copy = new byte[value.remaining()];
            value.get(copy);
            write(copy, 0, copy.length);
        }

        @Override
        public void write(byte value) {
            write(new byte[] {value}, 0, 1);
        }
    }
}
