package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.ConnectionFailedException;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdMember;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Opening a store when not every member is there. */
class OpeningIT {

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().members(3).build();

    @AfterEach
    void bringAllBack() {
        for (EtcdMember member : ETCD.members()) {
            if (member.isFrozen()) {
                member.thaw();
            }
            if (!member.isRunning()) {
                member.start();
            }
        }
        ETCD.awaitHealthy();
    }

    private static Store open(UnaryOperator<StoreConfig.Builder> settings) {
        return Store.open(settings.apply(StoreConfig.builder().environment(ETCD.environment()))
                .build());
    }

    @Test
    void opensAndServesWithOneOfThreeMembersDown() {
        ETCD.member(0).kill();

        // Where a client begins is left to chance, so several clients meet the missing member.
        for (int i = 0; i < 5; i++) {
            try (Store store = open(config -> config)) {
                store.put("k", Bytes.utf8("v" + i));
                assertThat(store.get("k").orElseThrow().value().toUtf8()).isEqualTo("v" + i);
            }
        }
    }

    @Test
    void opensWithOneOfThreeMembersFrozen() {
        ETCD.cluster().followers().get(0).freeze();

        try (Store store = open(config -> config)) {
            assertThat(store.put("k", Bytes.utf8("v")).revision()).isPositive();
        }
    }

    @Test
    void saysThatThereIsNoMajority() {
        // Whatever the first connection of a JVM loads takes time that the next one has for waiting.
        open(config -> config).close();
        ETCD.member(1).kill();
        ETCD.member(2).kill();

        long start = System.nanoTime();
        ConnectionFailedException failure = catchThrowableOfType(
                ConnectionFailedException.class, () -> open(config -> config.connectTimeout(Duration.ofSeconds(3))));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(failure.attempts())
                .extracting(ConnectionFailedException.Attempt::failure)
                .containsExactly(ConnectionFailure.NO_LEADER);
        assertThat(failure).hasMessageContaining("majority");
    }

    @Test
    void namesEveryMemberThatIsNotThere() {
        ETCD.members().forEach(EtcdMember::kill);

        assertThatThrownBy(() -> open(config -> config))
                .isInstanceOf(ConnectionFailedException.class)
                .hasMessageContainingAll(ETCD.endpoints().toArray(new String[0]))
                .hasMessageContaining("GATEWAY_STORE_ETCD_HOSTS");
    }

    @Test
    void startsAnywayIfToldToAndServesOnceEtcdIsThere() {
        ETCD.members().forEach(EtcdMember::kill);

        try (Store store = open(config -> config.startAnyway(true)
                .connectTimeout(Duration.ofSeconds(1))
                .requestTimeout(Duration.ofMillis(300)))) {
            assertThatThrownBy(() -> store.get("k")).isInstanceOf(StoreException.class);
            List<String> told = new CopyOnWriteArrayList<>();
            store.async().watch(KeyRange.all(), changes -> changes.forEach(change -> told.add(change.key())));
            ETCD.members().forEach(EtcdMember::start);

            Store patient = store.withDeadline(Duration.ofSeconds(5));
            await().ignoreExceptionsInstanceOf(StoreException.class)
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> patient.put("k", Bytes.utf8("v")).revision() > 0);
            await().untilAsserted(() -> {
                patient.put("k", Bytes.utf8("again"));
                assertThat(told).contains("k");
            });
        }
    }
}
