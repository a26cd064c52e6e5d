package io.gatewaystore.config;

import static io.gatewaystore.config.Loading.file;
import static io.gatewaystore.config.Loading.load;
import static io.gatewaystore.config.Loading.variables;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecedenceTest {

    @TempDir
    private Path directory;

    @Test
    void everythingHasADefault() {
        StoreConfig config = load();

        assertThat(config.backend()).isEqualTo("memory");
        assertThat(config.namespace()).isEmpty();
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.requestTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.sessionTtl()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.startAnyway()).isFalse();
        assertThat(config.etcd().endpoints()).containsExactly(new Endpoint("localhost", 2379));
        assertThat(config.etcd().tls()).isEmpty();
        assertThat(config.etcd().username()).isEmpty();
        assertThat(config.etcd().password()).isEmpty();
        assertThat(config.etcd().serverName()).isEmpty();
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void anExplicitValueWinsOverEnvironmentFileAndDefault() {
        Path conf =
                file(directory, "gateway.conf", "[store]\nnamespace = file\netcd_request_timeout = 9s\nbackend=etcd\n");
        StoreConfig config = StoreConfig.builder()
                .environment(variables("NAMESPACE", "environment", "ETCD_REQUEST_TIMEOUT", "8s"))
                .configFile(conf)
                .namespace("explicit")
                .build();

        assertThat(config.namespace()).isEqualTo("explicit");
        assertThat(config.requestTimeout()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.backend()).isEqualTo("etcd");
        assertThat(config.sessionTtl()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.source(StoreVariable.NAMESPACE)).isEqualTo("builder");
        assertThat(config.source(StoreVariable.ETCD_REQUEST_TIMEOUT)).isEqualTo("environment");
        assertThat(config.source(StoreVariable.BACKEND)).isEqualTo(conf + " [store] backend");
        assertThat(config.source(StoreVariable.ETCD_SESSION_TTL)).isEqualTo("default");
        assertThat(config.source(StoreVariable.ETCD_USERNAME)).isEqualTo("not set");
    }

    @Test
    void anExplicitEmptyTextRestoresTheDefault() {
        StoreConfig config = StoreConfig.builder()
                .environment(variables("NAMESPACE", "environment", "BACKEND", "etcd"))
                .namespace("")
                .backend("")
                .build();

        assertThat(config.namespace()).isEmpty();
        assertThat(config.backend()).isEqualTo("memory");
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        Path conf = file(directory, "gateway.conf", "[store]\nnamespace = file\nbackend =\netcd_hosts = ''\n");
        StoreConfig config = StoreConfig.builder()
                .environment(variables("NAMESPACE", "", "ETCD_HOSTS", "  ", "ETCD_CA_CERTIFICATE_FILE", ""))
                .configFile(conf)
                .build();

        assertThat(config.namespace()).isEqualTo("file");
        assertThat(config.backend()).isEqualTo("memory");
        assertThat(config.source(StoreVariable.ETCD_HOSTS)).isEqualTo("default");
        assertThat(config.source(StoreVariable.ETCD_CA_CERTIFICATE_FILE)).isEqualTo("not set");
    }

    @Test
    void everySetterReachesItsSetting() {
        Path ca = file(directory, "ca.crt", Loading.CERTIFICATE);
        Path certificate = file(directory, "client.crt", Loading.CERTIFICATE);
        Path key = file(directory, "client.key", Loading.ENCRYPTED_KEY);
        StoreConfig config = StoreConfig.builder()
                .environment(Map.of())
                .backend("etcd")
                .namespace("gateway/cluster_1")
                .etcdHosts("etcd1", "etcd2:2381")
                .etcdUseTls(true)
                .etcdClientCertAuth(true)
                .etcdCaCertificateFile(ca)
                .etcdCertificateFile(certificate)
                .etcdPrivateKeyFile(key)
                .etcdPrivateKeyPassword(Secret.of("key-password"))
                .etcdServerName("etcd.example")
                .etcdUsername("gateway")
                .etcdPassword(Secret.of("user-password"))
                .connectTimeout(Duration.ofMillis(1500))
                .requestTimeout(Duration.ofSeconds(2))
                .sessionTtl(Duration.ofSeconds(30))
                .startAnyway(true)
                .build();

        assertThat(config.backend()).isEqualTo("etcd");
        assertThat(config.namespace()).isEqualTo("gateway/cluster_1");
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(config.requestTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.sessionTtl()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.startAnyway()).isTrue();
        EtcdConfig etcd = config.etcd();
        assertThat(etcd.endpoints()).containsExactly(new Endpoint("etcd1", 2379), new Endpoint("etcd2", 2381));
        assertThat(etcd.username()).contains("gateway");
        assertThat(etcd.password()).contains(Secret.of("user-password"));
        assertThat(etcd.serverName()).contains("etcd.example");
        TlsConfig tls = etcd.tls().orElseThrow();
        assertThat(tls.caCertificateFile()).contains(ca);
        assertThat(tls.clientCertAuth()).isTrue();
        assertThat(tls.certificateFile()).contains(certificate);
        assertThat(tls.privateKeyFile()).contains(key);
        assertThat(tls.privateKeyPassword()).contains(Secret.of("key-password"));
        assertThat(tls.serverName()).contains("etcd.example");
        assertThat(tls.unusedClientCertificate()).isFalse();
    }

    @Test
    void theHomeDirectoryIsLookedAtBeforeEtc() throws IOException {
        Path home =
                Files.createDirectories(directory.resolve("home/.gateway.d")).getParent();
        Path etc = Files.createDirectories(directory.resolve("etc/gateway")).getParent();
        file(etc.resolve("gateway"), "gateway.conf", "[store]\nnamespace = etc\netcd_session_ttl = 1m\n");

        assertThat(inUsualPlaces(home, etc, Map.of()).namespace()).isEqualTo("etc");

        file(home.resolve(".gateway.d"), "gateway.conf", "[store]\nnamespace = home\n");
        StoreConfig config = inUsualPlaces(home, etc, Map.of());
        assertThat(config.namespace()).isEqualTo("home");
        // One file is read; they are not merged.
        assertThat(config.sessionTtl()).isEqualTo(Duration.ofSeconds(15));

        Path named = file(directory, "named.conf", "[store]\nnamespace = named\n");
        assertThat(inUsualPlaces(home, etc, Map.of("GATEWAY_CONFIG", named.toString()))
                        .namespace())
                .isEqualTo("named");
        assertThat(inUsualPlaces(home, etc, Map.of("GATEWAY_CONFIG", "")).namespace())
                .isEqualTo("home");
    }

    private static StoreConfig inUsualPlaces(Path home, Path etc, Map<String, String> environment) {
        return StoreConfig.builder()
                .environment(environment)
                .usualPlaces(home, etc)
                .build();
    }

    @Test
    void anExplicitFileWinsOverTheNamedOne() {
        Path named = file(directory, "named.conf", "[store]\nnamespace = named\n");
        Path explicit = file(directory, "explicit.conf", "[store]\nnamespace = explicit\n");
        StoreConfig config = StoreConfig.builder()
                .environment(Map.of("GATEWAY_CONFIG", named.toString()))
                .configFile(explicit)
                .build();

        assertThat(config.namespace()).isEqualTo("explicit");
    }

    @Test
    void laterChangesOfTheGivenEnvironmentDoNotMatter() {
        Map<String, String> environment = new HashMap<>(variables("NAMESPACE", "before"));
        StoreConfig.Builder builder = StoreConfig.builder().environment(environment);
        environment.clear();

        assertThat(builder.build().namespace()).isEqualTo("before");
    }

    @Test
    void aProgramCanDoWithoutTheUserOfTheEnvironment() {
        StoreConfig config = StoreConfig.builder()
                .environment(variables("BACKEND", "etcd", "ETCD_USERNAME", "u", "ETCD_PASSWORD", "p"))
                .etcdUsername("")
                .build();

        assertThat(config.etcd().username()).isEmpty();
        assertThat(config.etcd().password()).isEmpty();
    }

    @Test
    void aPasswordKeepsItsSpaces() {
        assertThat(load("BACKEND", "etcd", "ETCD_USERNAME", " u ", "ETCD_PASSWORD", " p ")
                        .etcd())
                .satisfies(etcd -> assertThat(etcd.username()).contains("u"))
                .satisfies(etcd -> assertThat(etcd.password()).contains(Secret.of(" p ")));
    }

    @Test
    void aPasswordFileOfAHigherPlaceWinsOverAPasswordOfALowerOne() {
        Path conf = file(directory, "gateway.conf", "[store]\nbackend=etcd\netcd_username=u\netcd_password=lower\n");
        Path passwordFile = file(directory, "password", "higher");

        assertThat(StoreConfig.builder()
                        .environment(variables("ETCD_PASSWORD_FILE", passwordFile.toString()))
                        .configFile(conf)
                        .build()
                        .etcd()
                        .password())
                .contains(Secret.of("higher"));
    }

    @Test
    void aPasswordOfAHigherPlaceWinsOverAPasswordFileOfALowerOne() {
        Path conf = file(
                directory, "gateway.conf", "[store]\nbackend=etcd\netcd_username=u\netcd_password_file=/nowhere\n");
        Path passwordFile = file(directory, "password", "from file\n");

        assertThat(StoreConfig.builder()
                        .environment(variables("ETCD_PASSWORD", "direct"))
                        .configFile(conf)
                        .build()
                        .etcd()
                        .password())
                .contains(Secret.of("direct"));
        assertThat(load("BACKEND", "etcd", "ETCD_USERNAME", "u", "ETCD_PASSWORD_FILE", passwordFile.toString())
                        .etcd()
                        .password())
                .contains(Secret.of("from file"));
    }

    @Test
    void aSecretAndItsFileAreOverriddenAsOne() {
        Path passwordFile = file(directory, "password", "from file");
        Path keyFile = file(directory, "key-password", "from file");
        Path conf = file(
                directory,
                "gateway.conf",
                "[store]\netcd_username=u\netcd_password=lower\netcd_private_key_password_file=" + keyFile + "\n");

        assertThat(StoreConfig.builder()
                        .environment(variables("ETCD_PASSWORD_FILE", passwordFile.toString()))
                        .configFile(conf)
                        .etcdPrivateKeyPassword(Secret.of("higher"))
                        .build()
                        .overridden())
                .isEqualTo(Map.of(
                        StoreVariable.ETCD_PASSWORD, "GATEWAY_STORE_ETCD_PASSWORD_FILE, environment",
                        StoreVariable.ETCD_PRIVATE_KEY_PASSWORD_FILE,
                                "GATEWAY_STORE_ETCD_PRIVATE_KEY_PASSWORD, builder"));
        assertThat(StoreConfig.builder()
                        .environment(Map.of())
                        .configFile(conf)
                        .build()
                        .overridden())
                .isEmpty();
    }
}
