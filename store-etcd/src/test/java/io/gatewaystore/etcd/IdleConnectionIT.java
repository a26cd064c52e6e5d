package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.faults.FaultProxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A connection without calls. etcd ends one that pings it then, and takes a write with it that has just begun. */
class IdleConnectionIT {

    private static final Duration LONGER_THAN_BETWEEN_PINGS = Duration.ofSeconds(11);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().build();

    @Test
    void carriesNothing() {
        try (FaultProxy proxy = FaultProxy.before(ETCD.member(0).endpoint());
                Store store = Store.open(StoreConfig.builder()
                        .environment(ETCD.environment())
                        .etcdHosts(proxy.endpoint())
                        .build())) {
            store.put("key", Bytes.utf8("before"));
            AtomicLong sent = new AtomicLong();
            await().during(Duration.ofMillis(500))
                    .until(() -> proxy.counts().bytesToServer()
                            == sent.getAndSet(proxy.counts().bytesToServer()));

            await().during(LONGER_THAN_BETWEEN_PINGS)
                    .atMost(LONGER_THAN_BETWEEN_PINGS.plusSeconds(2))
                    .failFast("something was sent", () -> proxy.counts().bytesToServer() != sent.get())
                    .until(() -> true);

            assertThat(store.put("key", Bytes.utf8("after")).revision()).isPositive();
        }
    }
}
