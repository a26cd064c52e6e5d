package io.gatewaystore.etcd;

import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;

/**
 * A page of a range, and the future of it. How large the values of a range are is known only when they have come: if a page turns out far too large
 * it is not taken, but asked for again with fewer entries.
 */
final class PageCall extends ComposedCall<Response.Range> {

    /** What an answer may have in bytes, keys, values and framing together; twice what pages are meant to have. */
    static final int LONGEST_ANSWER = 32 << 20;

    private static final int SHORTER = 8;

    private final Transport transport;
    private final Deadline deadline;

    PageCall(Transport transport, Deadline deadline) {
        this.transport = transport;
        this.deadline = deadline;
    }

    PageCall ask(Request.Range page) {
        Purpose purpose = new Purpose("read", page.range(), page.revision());
        follow(transport.call(Procedures.PAGE, Wire.range(page), purpose, deadline), (answer, failure) -> {
            if (failure == null) {
                complete(answer);
            } else if (page.limit() > 1 && StatusMapper.isAnswerTooLarge(failure) && !isDone()) {
                ask(shorter(page));
            } else {
                completeExceptionally(failure);
            }
        });
        return this;
    }

    private static Request.Range shorter(Request.Range page) {
        return new Request.Range(
                page.range(), Math.max(1, page.limit() / SHORTER), page.revision(), page.serializable(), page.shape());
    }
}
