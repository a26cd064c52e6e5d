package io.gatewaystore.jetcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.Client;
import io.gatewaystore.Store;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdMember;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FailoverIT {

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().members(3).build();

    @Test
    void jetcdFollowsTheStoreToAMemberThatIsWell() {
        try (Store store = Peers.open(ETCD.environment());
                Client jetcd = JetcdClient.of(store)) {
            Peers.put(jetcd, "a", "0");

            // One of them is the member that is used.
            for (EtcdMember member : ETCD.members()) {
                member.kill();
                ETCD.awaitHealthy();

                assertThat(Peers.values(jetcd, "a")).hasSize(1);
                Peers.put(jetcd, "a", member.name());
                assertThat(Peers.values(jetcd, "a")).containsExactly(member.name());

                member.start();
                ETCD.awaitHealthy();
            }
        }
    }
}
