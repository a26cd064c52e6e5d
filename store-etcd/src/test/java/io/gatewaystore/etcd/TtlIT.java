package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.error.UnexpectedAnswerException;
import io.gatewaystore.session.Session;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long etcd keeps what was written with a TTL. Real time passes. */
class TtlIT {

    private static final Duration TTL = Duration.ofSeconds(4);

    /** etcd looks for leases that have ended twice a second, and may be busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().build();

    @Test
    void keepsAKeyUntilItsTimeHasPassedSinceItWasWritten() {
        try (Store store = new EtcdFixture(ETCD).open()) {
            long written = System.nanoTime();
            store.put("put", Bytes.utf8("1"), WriteOptions.ttl(TTL));
            store.create("created", Bytes.utf8("1"), WriteOptions.ttl(TTL));

            for (String key : List.of("put", "created")) {
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> store.get(key).isEmpty());
            }
            assertThat(Duration.ofNanos(System.nanoTime() - written)).isGreaterThanOrEqualTo(TTL);
        }
    }

    /** It is answered with the code of a compacted revision. */
    @Test
    void doesNotMistakeATtlThatIsTooLongForACompaction() {
        try (Store store = new EtcdFixture(ETCD).open()) {
            Backend backend = store.unwrap(Backend.class).orElseThrow();

            assertThat(backend.grantLease(Duration.ofSeconds(9_000_000_001L), Deadline.after(PATIENCE)))
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(UnexpectedAnswerException.class)
                    .withMessageContaining("too large lease TTL");
        }
    }

    @Test
    void takesTheLongestTtl() {
        try (Store store = new EtcdFixture(ETCD).open()) {
            store.put("long", Bytes.utf8("1"), WriteOptions.ttl(Duration.ofDays(18_250)));

            assertThat(store.get("long").orElseThrow().leased()).isTrue();
        }
    }

    @Test
    @SuppressWarnings("try") // The session does what it is there for by being open.
    void namesTheLeaseOfASessionInTheStatusOfTheStore() {
        try (Store store = new EtcdFixture(ETCD).open();
                Session session = store.openSession(Duration.ofMinutes(1))) {
            String lease = store.status().sessions().get(0).lease().orElseThrow();

            assertThat(ETCD.admin().leases()).contains(Long.parseUnsignedLong(lease, 16));
        }
    }
}
