package io.gatewaystore.etcd;

import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.gatewaystore.spi.Response;
import io.grpc.CallOptions;
import java.util.List;
import java.util.function.Function;

/** etcd's procedures that the backend calls. */
final class Procedures {

    static final Rpc<RangeRequest, RangeResponse, Response.Range> RANGE =
            new Rpc<>(KVGrpc.getRangeMethod(), Rpc.Kind.READ, RangeResponse::getHeader, Wire::range);

    /** A range of which only so much is wanted as fits a message of a reasonable size. */
    static final Rpc<RangeRequest, RangeResponse, Response.Range> PAGE = new Rpc<>(
            KVGrpc.getRangeMethod(),
            Rpc.Kind.READ,
            RangeResponse::getHeader,
            Wire::range,
            CallOptions.DEFAULT.withMaxInboundMessageSize(PageCall.LONGEST_ANSWER));

    static final Rpc<PutRequest, PutResponse, Response.Put> PUT = new Rpc<>(
            KVGrpc.getPutMethod(),
            Rpc.Kind.WRITE,
            PutResponse::getHeader,
            answer -> new Response.Put(answer.getHeader().getRevision()));

    static final Rpc<DeleteRangeRequest, DeleteRangeResponse, Response.Delete> DELETE =
            new Rpc<>(KVGrpc.getDeleteRangeMethod(), Rpc.Kind.WRITE, DeleteRangeResponse::getHeader, Wire::delete);

    static final Rpc<TxnRequest, TxnResponse, Response.Txn> TXN =
            new Rpc<>(KVGrpc.getTxnMethod(), Rpc.Kind.WRITE, TxnResponse::getHeader, Wire::txn);

    /** A transaction of which {@link GuardedTxn} says that it is applied once at most. */
    static final Rpc<TxnRequest, TxnResponse, Response.Txn> GUARDED_TXN =
            new Rpc<>(KVGrpc.getTxnMethod(), Rpc.Kind.GUARDED_WRITE, TxnResponse::getHeader, Wire::txn);

    /** A transaction that writes nothing on either branch. */
    static final Rpc<TxnRequest, TxnResponse, Response.Txn> READ_ONLY_TXN =
            new Rpc<>(KVGrpc.getTxnMethod(), Rpc.Kind.READ, TxnResponse::getHeader, Wire::txn);

    /** Reads that travel together. What they find is known only when it comes; if it is a lot, each had better come by itself. */
    static final Rpc<TxnRequest, TxnResponse, Response.Txn> READS_TOGETHER = new Rpc<>(
            KVGrpc.getTxnMethod(),
            Rpc.Kind.READ,
            TxnResponse::getHeader,
            Wire::txn,
            CallOptions.DEFAULT.withMaxInboundMessageSize(Coalescer.LONGEST_ANSWER));

    /** A transaction that compares and does nothing else, of which {@link Wire#check} makes a read. */
    static final Rpc<TxnRequest, TxnResponse, Response.Txn> CHECK = new Rpc<>(
            KVGrpc.getTxnMethod(),
            Rpc.Kind.READ,
            TxnResponse::getHeader,
            answer -> new Response.Txn(answer.getHeader().getRevision(), answer.getSucceeded(), List.of()));

    static final Rpc<LeaseGrantRequest, LeaseGrantResponse, Long> GRANT = new Rpc<>(
            LeaseGrpc.getLeaseGrantMethod(), Rpc.Kind.WRITE, LeaseGrantResponse::getHeader, LeaseGrantResponse::getID);

    static final Rpc<LeaseRevokeRequest, LeaseRevokeResponse, Long> REVOKE = new Rpc<>(
            LeaseGrpc.getLeaseRevokeMethod(),
            Rpc.Kind.WRITE,
            LeaseRevokeResponse::getHeader,
            answer -> answer.getHeader().getRevision());

    static final Rpc<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse, LeaseTimeToLiveResponse> TIME_TO_LIVE = new Rpc<>(
            LeaseGrpc.getLeaseTimeToLiveMethod(),
            Rpc.Kind.READ,
            LeaseTimeToLiveResponse::getHeader,
            Function.identity());

    private Procedures() {}
}
