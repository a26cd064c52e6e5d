package io.gatewaystore.testkit.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EtcdAdminIT {

    @RegisterExtension
    static final EtcdExtension etcd =
            EtcdExtension.builder().tls(TlsMode.MUTUAL_TLS).build();

    @AfterEach
    void empty() {
        etcd.admin().deletePrefix("");
    }

    @Test
    void listsAndDeletesByPrefix() {
        etcd.admin().put("a/1", "x");
        etcd.admin().put("a/2", "");
        etcd.admin().put("b", "ü");

        assertThat(etcd.admin().keys("a/")).containsExactly("a/1", "a/2");
        assertThat(etcd.admin().keys("")).containsExactly("a/1", "a/2", "b");
        assertThat(etcd.admin().get("a/2")).contains("");
        assertThat(etcd.admin().get("b")).contains("ü");
        assertThat(etcd.admin().delete("b")).isEqualTo(1);
        assertThat(etcd.admin().deletePrefix("a/")).isEqualTo(2);
        assertThat(etcd.admin().keys("")).isEmpty();
    }

    @Test
    void aRevokedLeaseTakesItsKeysAlong() {
        long lease = etcd.admin().grantLease(Duration.ofMinutes(5));
        etcd.admin().put("leased", "x", lease);
        assertThat(etcd.admin().leases()).containsExactly(lease);

        etcd.admin().revokeLease(lease);

        assertThat(etcd.admin().get("leased")).isEmpty();
        assertThat(etcd.admin().leases()).isEmpty();
    }

    @Test
    void statusTellsTheLeader() {
        EtcdStatus status = etcd.admin().status();

        assertThat(status.isLeader()).isTrue();
        assertThat(status.version()).isEqualTo(etcd.version());
        assertThat(status.revision()).isEqualTo(etcd.admin().revision());
        assertThat(status.clusterId()).isNotZero();
        assertThat(status.dbSize()).isPositive();
        assertThat(status.raftTerm()).isPositive();
    }

    @Test
    void usersSeeTheirPrefixOnly() {
        etcd.admin().addUser("gateway", "secret");
        etcd.admin().allow("gateway", "gateways", "gateway/");
        EtcdAdmin root = etcd.admin().enableAuthentication("root-secret");
        try {
            EtcdAdmin gateway = etcd.admin().authenticated("gateway", "secret");
            gateway.put("gateway/a", "1");

            assertThat(gateway.get("gateway/a")).contains("1");
            assertThatThrownBy(() -> gateway.get("other"))
                    .isInstanceOf(EtcdRequestException.class)
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> etcd.admin().authenticated("gateway", "wrong"))
                    .isInstanceOf(EtcdRequestException.class);
        } finally {
            root.disableAuthentication();
        }
    }
}
