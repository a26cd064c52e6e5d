package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.credentials.host.HostRequest.Role;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadersTest {

    private static final ConfigurationFile CONF =
            new ConfigurationFile(Place.ISSUER, Role.CONSUMER, Path.of("/etc/gateway.conf"), Path.of("/c"));

    @Test
    void areLockedOutIfTheyOwnTheFileAndNotTheKey() {
        assertThat(Readers.fault(CONF, "gateway", "etcd").orElseThrow())
                .startsWith(
                        "'/etc/gateway.conf' belongs to gateway, who cannot read the client's key in '/c', which belongs to etcd")
                .contains("copy ca.crt, client.crt and client.key");
    }

    @Test
    void areNotKnownOfAFileOfRoot() {
        assertThat(Readers.fault(CONF, "root", "etcd")).isEmpty();
        assertThat(Readers.fault(CONF, "etcd", "etcd")).isEmpty();
    }
}
