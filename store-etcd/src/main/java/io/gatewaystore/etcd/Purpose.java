package io.gatewaystore.etcd;

import io.gatewaystore.Bytes;
import io.gatewaystore.spi.Request;
import java.util.List;
import java.util.Optional;

/**
 * What a call is for, in the words of its error message.
 *
 * @param verb the operation, such as {@code put}
 * @param subject the key or range concerned; turned into text only if there is something to report
 * @param revision the past revision that is read, 0 for none
 */
record Purpose(String verb, Object subject, long revision) {

    Purpose(String verb, Object subject) {
        this(verb, subject, 0);
    }

    /** What a request is for. */
    static Purpose of(Request request) {
        if (request instanceof Request.Put put) {
            return new Purpose("put", put.key());
        }
        if (request instanceof Request.Delete delete) {
            return new Purpose("delete", delete.range());
        }
        if (request instanceof Request.Range range) {
            return new Purpose("read", range.range(), range.revision());
        }
        return new Purpose("transaction on", firstWritten((Request.Txn) request).orElse(""));
    }

    /** A key or range that a transaction may write, to name it by; empty if it only reads. */
    static Optional<Object> firstWritten(Request.Txn txn) {
        Optional<Object> written = firstWritten(txn.then());
        return written.isPresent() ? written : firstWritten(txn.otherwise());
    }

    /** The same of one branch. */
    static Optional<Object> firstWritten(List<Request> branch) {
        for (Request request : branch) {
            Optional<Object> written = written(request);
            if (written.isPresent()) {
                return written;
            }
        }
        return Optional.empty();
    }

    private static Optional<Object> written(Request request) {
        if (request instanceof Request.Put put) {
            return Optional.of(put.key());
        }
        if (request instanceof Request.Delete delete) {
            return Optional.of(delete.range());
        }
        return request instanceof Request.Txn nested ? firstWritten(nested) : Optional.empty();
    }

    @Override
    public String toString() {
        String text = subject instanceof Bytes key ? key.toUtf8() : subject.toString();
        return text.isEmpty() ? verb : verb + " '" + text + "'";
    }
}
