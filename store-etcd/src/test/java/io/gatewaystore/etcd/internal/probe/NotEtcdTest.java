package io.gatewaystore.etcd.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.ConnectionFailure;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotEtcdTest {

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 500})
    void recognisesAnotherHttpServer(int status) throws IOException {
        try (VersionServer server = VersionServer.answering(status, "<html>hello</html>")) {
            Attempt attempt = notEtcd(Probing.plaintext(server.endpoint()));

            assertThat(attempt.reason()).contains("HTTP status " + status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4.23", "3.3.27+git", "2.3.8"})
    void saysThatAnEtcdIsTooOld(String version) throws IOException {
        try (VersionServer server = VersionServer.answering(200, VersionServer.document(version))) {
            Attempt attempt = Probing.plaintext(server.endpoint())
                    .fails(ConnectionFailure.SERVER_TOO_OLD, StoreVariable.ETCD_HOSTS);

            assertThat(attempt.remedy()).contains(version).contains("3.5");
        }
    }

    @Test
    void saysThatWhatStandsBeforeEtcdSpeaksNoHttp2() throws IOException {
        try (VersionServer proxy = VersionServer.answering(200, VersionServer.document("3.5.30"))) {
            Probing.plaintext(proxy.endpoint()).fails(ConnectionFailure.NO_HTTP2, StoreVariable.ETCD_HOSTS);
        }
    }

    @Test
    void recognisesEtcdBehindAProtocolThatIsNotConfigured() throws IOException {
        try (VersionServer server = VersionServer.answering(200, VersionServer.document("3.5.30"))) {
            Probing.secured(server.endpoint())
                    .fails(ConnectionFailure.SERVER_SPEAKS_PLAINTEXT, StoreVariable.ETCD_USE_TLS);
        }
    }

    private static Attempt notEtcd(Probing probing) {
        return probing.fails(ConnectionFailure.NOT_ETCD, StoreVariable.ETCD_HOSTS);
    }
}
