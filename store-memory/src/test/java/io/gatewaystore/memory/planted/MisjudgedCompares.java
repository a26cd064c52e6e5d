package io.gatewaystore.memory.planted;

import io.gatewaystore.Bytes;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Request;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Compare.Relation;
import io.gatewaystore.txn.Compare.Target;

/** A backend that decides other conditions than it was given. */
abstract class MisjudgedCompares extends FaultyBackend {

    MisjudgedCompares(Backend sound) {
        super(sound);
    }

    abstract Compare misjudged(Compare compare);

    @Override
    final Request.Txn asked(Request.Txn request) {
        return new Request.Txn(
                request.compares().stream().map(this::misjudged).toList(), request.then(), request.otherwise());
    }

    /** A condition on the same keys whose outcome is decided already. */
    static Compare decided(Compare compare, boolean holds) {
        return holds
                ? new Compare(compare.range(), Target.VERSION, Relation.GREATER, -1, Bytes.empty())
                : new Compare(compare.range(), Target.VERSION, Relation.LESS, 0, Bytes.empty());
    }
}
