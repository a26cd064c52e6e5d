package io.gatewaystore.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.credentials.config.ConsumerConfigFile;
import io.gatewaystore.credentials.config.EtcdConfigFile;
import io.gatewaystore.credentials.config.EtcdFormat;
import io.gatewaystore.credentials.config.FileEdit;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.directory.Ownership;
import io.gatewaystore.credentials.issue.IssueOptions;
import io.gatewaystore.credentials.issue.Issuer;
import io.gatewaystore.credentials.issue.KeyType;
import io.gatewaystore.credentials.status.EncryptionState;
import io.gatewaystore.credentials.status.NodeStatus;
import io.gatewaystore.error.ConnectionFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the edits promise, asked of an etcd that was started from the edited file by a gateway that read the edited file. */
class EditedEtcdIT {

    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(EtcdFormat.class)
    void reachesEachTransportAndComesBackWithItsData(EtcdFormat format) throws Exception {
        try (OwnEtcd etcd = new OwnEtcd(directory)) {
            CredentialDirectory credentials = CredentialDirectory.at(directory.resolve("etcd_credential"));
            Path config = etcd.configure(format);
            Path plainGateway = gatewayConf(etcd, "plain.conf");
            Path gateway = gatewayConf(etcd, "gateway.conf");
            String before = Files.readString(config);

            etcd.start(config, format);
            assertThat(status(credentials, config, gateway)).isEqualTo(EncryptionState.OFF);
            put(plainGateway, "kept");
            etcd.stop();

            credentials.create(
                    Issuer.withNewAuthority(IssueOptions.builder().build())
                            .forIssuingHost(EtcdConfigFile.read(config).advertisedUrls()),
                    Ownership.of(directory),
                    CLOCK);
            FileEdit both = EtcdConfigFile.read(config).planTls(Transport.BOTH, credentials.serverPaths());
            both.apply();
            FileEdit consumer = ConsumerConfigFile.read(gateway).planTls(credentials.clientPaths());
            consumer.apply();
            etcd.start(config, format);
            assertThat(get(plainGateway)).isEqualTo("kept");
            assertThat(get(gateway)).isEqualTo("kept");
            assertRefusedWithoutClientCertificate(etcd, credentials);
            assertThat(status(credentials, config, gateway)).isEqualTo(EncryptionState.HALF);
            etcd.stop();

            FileEdit mutual = EtcdConfigFile.read(config).planTls(Transport.MUTUAL_TLS, credentials.serverPaths());
            mutual.apply();
            etcd.start(config, format);
            assertThat(get(gateway)).isEqualTo("kept");
            assertRefusedWithoutClientCertificate(etcd, credentials);
            assertThatThrownBy(() -> get(plainGateway)).isInstanceOf(ConnectionFailedException.class);
            assertThat(status(credentials, config, gateway)).isEqualTo(EncryptionState.ON);
            etcd.stop();

            assertThat(consumer.revert()).isEmpty();
            assertThat(mutual.revert()).isEmpty();
            assertThat(both.revert()).isEmpty();
            credentials.delete();
            assertThat(config).hasContent(before);
            etcd.start(config, format);
            assertThat(get(gateway)).isEqualTo("kept");
            assertThat(status(credentials, config, gateway)).isEqualTo(EncryptionState.OFF);
        }
    }

    /** Keys of elliptic curves are proven above, and longer ones of this kind, which take long to make, by {@link ToolsAcceptIT}. */
    @Test
    void servesWithKeysOfRsa() throws Exception {
        try (OwnEtcd etcd = new OwnEtcd(directory)) {
            secure(
                    etcd,
                    IssueOptions.builder()
                            .authorityKey(KeyType.RSA_2048)
                            .leafKey(KeyType.RSA_2048)
                            .build());

            assertThat(put(directory.resolve("gateway.conf"), "kept")).isEqualTo("kept");
        }
    }

    /** Etcd re-reads certificate and key with every handshake. */
    @Test
    void servesNewLeavesOfTheSameAuthorityWithoutARestart() throws Exception {
        try (OwnEtcd etcd = new OwnEtcd(directory)) {
            CredentialDirectory credentials =
                    secure(etcd, IssueOptions.builder().build());
            Path gateway = directory.resolve("gateway.conf");
            put(gateway, "kept");

            IssueOptions options = IssueOptions.builder().build();
            credentials.replace(Issuer.of(credentials.read(), options).forIssuingHost(List.of(etcd.address())), CLOCK);

            assertThat(get(gateway)).isEqualTo("kept");
            assertThat(credentials.inspect(CLOCK).problems()).isEmpty();
        }
    }

    /** Its own gateway dials it with the server's certificate; where that is refused, the log says so every second. */
    @Test
    void isContentWithItsOwnCertificate() throws Exception {
        try (OwnEtcd etcd = new OwnEtcd(directory)) {
            secure(etcd, IssueOptions.builder().build());
            put(directory.resolve("gateway.conf"), "kept");
            etcd.stop();

            assertThat(directory.resolve("etcd-1.log"))
                    .content()
                    // Not any rejected connection: a client that leaves in the middle of a handshake is one too.
                    .doesNotContain("tls: ", "bad certificate");
        }
    }

    private CredentialDirectory secure(OwnEtcd etcd, IssueOptions options) throws Exception {
        CredentialDirectory credentials = CredentialDirectory.at(directory.resolve("etcd_credential"));
        Path config = etcd.configure(EtcdFormat.YAML);
        credentials.create(
                Issuer.withNewAuthority(options).forIssuingHost(List.of(etcd.address() + ":2379")),
                Ownership.of(directory),
                CLOCK);
        EtcdConfigFile.read(config)
                .planTls(Transport.MUTUAL_TLS, credentials.serverPaths())
                .apply();
        ConsumerConfigFile.read(gatewayConf(etcd, "gateway.conf"))
                .planTls(credentials.clientPaths())
                .apply();
        etcd.start(config, EtcdFormat.YAML);
        return credentials;
    }

    private static Path gatewayConf(OwnEtcd etcd, String name) {
        return etcd.write(name, "[store]\nbackend = etcd\netcd_hosts = " + etcd.address() + ":2379\n");
    }

    private static EncryptionState status(CredentialDirectory credentials, Path config, Path gateway) {
        NodeStatus status = NodeStatus.of(credentials, List.of(config), List.of(gateway), CLOCK);
        assertThat(status.inconsistencies().isEmpty())
                .as(status.inconsistencies().toString())
                .isEqualTo(status.state() != EncryptionState.HALF);
        return status.state();
    }

    private static void assertRefusedWithoutClientCertificate(OwnEtcd etcd, CredentialDirectory credentials) {
        StoreConfig config = StoreConfig.builder()
                .environment(Map.of())
                .backend("etcd")
                .etcdHosts(etcd.address() + ":2379")
                .etcdUseTls(true)
                .etcdCaCertificateFile(credentials.clientPaths().trusted())
                .connectTimeout(Duration.ofSeconds(30))
                .build();
        assertThatThrownBy(() -> Store.open(config).close())
                .isInstanceOf(ConnectionFailedException.class)
                .hasMessageContaining("GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH");
    }

    private static String put(Path gatewayConf, String value) {
        try (Store store = open(gatewayConf)) {
            store.put("key", Bytes.utf8(value));
        }
        return get(gatewayConf);
    }

    private static String get(Path gatewayConf) {
        try (Store store = open(gatewayConf)) {
            return store.get("key").orElseThrow().value().toUtf8();
        }
    }

    private static Store open(Path gatewayConf) {
        return Store.open(StoreConfig.builder()
                .environment(Map.of())
                .configFile(gatewayConf)
                .connectTimeout(Duration.ofSeconds(30))
                .requestTimeout(Duration.ofSeconds(30))
                .build());
    }
}
