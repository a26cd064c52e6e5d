package io.gatewaystore.etcd;

import io.etcd.jetcd.api.ResponseHeader;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import java.util.function.Function;

/**
 * A remote procedure and what its failure means.
 *
 * @param method the procedure
 * @param kind whether it may be repeated
 * @param header what an answer says of who gives it
 * @param decode makes the result of the answer
 * @param options how it is called
 * @param <Q> the request
 * @param <A> the answer
 * @param <R> the result
 */
record Rpc<Q, A, R>(
        MethodDescriptor<Q, A> method,
        Kind kind,
        Function<A, ResponseHeader> header,
        Function<A, R> decode,
        CallOptions options) {

    /** A procedure that is called in the usual way. */
    Rpc(MethodDescriptor<Q, A> method, Kind kind, Function<A, ResponseHeader> header, Function<A, R> decode) {
        this(method, kind, header, decode, CallOptions.DEFAULT);
    }

    enum Kind {
        /** Changes nothing and may be repeated at will. */
        READ,
        /** May be repeated only if it provably never left this process. */
        WRITE,
        /** A write that names the modRevision it replaces, so that however often it is made, it is applied once at most. */
        GUARDED_WRITE,
        /** Fetches a token, so it carries none; may be repeated at will. */
        AUTHENTICATE
    }

    boolean isWrite() {
        return kind == Kind.WRITE || kind == Kind.GUARDED_WRITE;
    }
}
