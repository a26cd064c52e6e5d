package io.gatewaystore.etcd;

import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.gatewaystore.Bytes;
import io.gatewaystore.error.LeaseNotFoundException;
import io.gatewaystore.spi.Deadline;
import java.util.List;

/** Asks which keys hang on a lease. etcd answers for one that is gone as if nothing were wrong. */
final class LeaseKeysCall extends ComposedCall<List<Bytes>> {

    LeaseKeysCall ask(Transport transport, long lease, Deadline deadline) {
        LeaseTimeToLiveRequest request =
                LeaseTimeToLiveRequest.newBuilder().setID(lease).setKeys(true).build();
        Purpose purpose = new Purpose("list the keys of lease", Long.toHexString(lease));
        follow(transport.call(Procedures.TIME_TO_LIVE, request, purpose, deadline), (answer, failure) -> {
            if (failure != null) {
                completeExceptionally(failure);
            } else if (answer.getTTL() < 0) {
                completeExceptionally(new LeaseNotFoundException(purpose + ": it does not exist, or expired", null));
            } else {
                complete(keys(answer));
            }
        });
        return this;
    }

    private static List<Bytes> keys(LeaseTimeToLiveResponse answer) {
        return answer.getKeysList().stream().map(Wire::bytes).toList();
    }
}
