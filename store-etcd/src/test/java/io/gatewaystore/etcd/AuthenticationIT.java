package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.config.Secret;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.PermissionDeniedException;
import io.gatewaystore.session.Session;
import io.gatewaystore.session.SessionState;
import io.gatewaystore.session.WhenHeld;
import io.gatewaystore.testkit.etcd.EtcdAdmin;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.watch.Change;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** User name and password, on an etcd whose tokens live for two seconds. */
class AuthenticationIT {

    @RegisterExtension
    static final EtcdExtension ETCD =
            EtcdExtension.builder().arguments("--auth-token-ttl=2").build();

    @BeforeAll
    static void demandPasswords() {
        EtcdAdmin admin = ETCD.admin();
        admin.addUser("gateway", "s3cret");
        admin.allow("gateway", "services", "services/");
        admin.enableAuthentication("root-s3cret");
    }

    private static Store open(UnaryOperator<StoreConfig.Builder> settings) {
        return Store.open(settings.apply(StoreConfig.builder().environment(ETCD.environment()))
                .build());
    }

    private static Store openAsGateway() {
        return open(config -> config.etcdUsername("gateway").etcdPassword(Secret.of("s3cret")));
    }

    @Test
    void servesWhatTheUserMayTouch() {
        try (Store store = openAsGateway()) {
            store.put("services/a", Bytes.utf8("1"));

            assertThat(store.get("services/a").orElseThrow().value().toUtf8()).isEqualTo("1");
            assertThat(store.list(KeyRange.directory("services")).entries()).isNotEmpty();
        }
    }

    @Test
    void refusesWhatTheUserMayNotTouch() {
        try (Store store = openAsGateway()) {
            assertThatThrownBy(() -> store.put("secrets/a", Bytes.utf8("1")))
                    .isInstanceOf(PermissionDeniedException.class)
                    .hasMessageContaining("secrets/a");
            assertThatThrownBy(() -> store.watch(KeyRange.directory("secrets"), changes -> {}))
                    .isInstanceOf(PermissionDeniedException.class)
                    .hasMessageContaining("secrets/");
        }
    }

    @Test
    void goesOnWhenItsTokenHasExpired() {
        try (Store store = openAsGateway()) {
            Session session = store.openSession(Duration.ofSeconds(6));
            session.register("services/self", Bytes.utf8("1"), WhenHeld.FAIL);
            List<String> told = new CopyOnWriteArrayList<>();
            store.watch(
                    KeyRange.directory("services"),
                    changes -> changes.changes().stream().map(Change::key).forEach(told::add));

            // The server forgets a token that was not used for two seconds; the third write comes long after.
            await().pollDelay(Duration.ofSeconds(4))
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> {
                        store.put("services/late", Bytes.utf8("1"));
                        assertThat(told).contains("services/late");
                    });
            assertThat(session.epoch()).isEqualTo(1);
            assertThat(session.state()).isEqualTo(SessionState.ACTIVE);
            assertThat(store.get("services/self")).isPresent();
        }
    }
}
