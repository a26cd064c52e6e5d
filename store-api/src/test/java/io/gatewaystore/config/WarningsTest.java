package io.gatewaystore.config;

import static io.gatewaystore.config.Loading.file;
import static io.gatewaystore.config.Loading.load;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WarningsTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "ETCD_HOST,ETCD_HOSTS",
        "ETCD_HSOTS,ETCD_HOSTS",
        "HOSTS,ETCD_HOSTS",
        "BACKEDN,BACKEND",
        "NAME_SPACE,NAMESPACE",
        "ETCD_USE_SSL,ETCD_USE_TLS",
        "ETCD_TLS,ETCD_USE_TLS",
        "ETCD_CA_CERT,ETCD_CA_CERTIFICATE_FILE",
        "ETCD_CA_FILE,ETCD_CA_CERTIFICATE_FILE",
        "ETCD_CERT_FILE,ETCD_CERTIFICATE_FILE",
        "ETCD_KEY_FILE,ETCD_PRIVATE_KEY_FILE",
        "ETCD_USER,ETCD_USERNAME",
        "ETCD_PASS,ETCD_PASSWORD",
        "REQUEST_TIMEOUT,ETCD_REQUEST_TIMEOUT",
    })
    void anUnknownVariableIsReportedWithTheNearestKnownOne(String unknown, String meant) {
        assertThat(load(unknown, "value").warnings())
                .containsExactly("GATEWAY_STORE_" + unknown
                        + " (environment): unknown, ignored; did you mean GATEWAY_STORE_" + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COLOUR", "", "ETCD_ENDPOINTS_LIST", "X"})
    void nothingIsSuggestedWhereNothingIsNear(String unknown) {
        assertThat(load(unknown, "value").warnings())
                .containsExactly("GATEWAY_STORE_" + unknown + " (environment): unknown, ignored");
    }

    @Test
    void namesInLowerCaseAreNoticed() {
        assertThat(load(Map.of("gateway_store_backend", "etcd")).warnings())
                .containsExactly(
                        "gateway_store_backend (environment): unknown, ignored; did you mean GATEWAY_STORE_BACKEND?");
    }

    @Test
    void otherProgramsVariablesAndEmptyOnesAreNobodysBusiness() {
        assertThat(load(Map.of(
                                "GATEWAY_APPLICATION_CLUSTER_ID",
                                "cluster_1",
                                "PATH",
                                "/bin",
                                "GATEWAY_STORE_COLOUR",
                                ""))
                        .warnings())
                .isEmpty();
    }

    @Test
    void aVariableOfAnotherBackendIsNoTypo() {
        assertThat(load("DYNAMODB_TABLE_NAME", "table").warnings())
                .containsExactly(
                        "GATEWAY_STORE_DYNAMODB_TABLE_NAME (environment): unknown, ignored; it belongs to a backend"
                                + " that this library does not have");
    }

    @Test
    void theOrderIsFixed() {
        List<String> warnings = load("C", "1", "A", "1", "B", "1").warnings();

        assertThat(warnings).hasSize(3).isSorted();
    }

    @Test
    void plaintextToAnotherMachineIsNoticed() {
        assertThat(load("BACKEND", "etcd", "ETCD_HOSTS", "etcd1 localhost 127.0.0.1 [::1] 10.0.0.1:1")
                        .warnings())
                .containsExactly(
                        "GATEWAY_STORE_ETCD_USE_TLS (default): is false, so everything sent to etcd1:2379, 10.0.0.1:1"
                                + " is readable on the network; set GATEWAY_STORE_ETCD_USE_TLS=true");
        assertThat(load("BACKEND", "etcd", "ETCD_HOSTS", "localhost").warnings())
                .isEmpty();
    }

    @Test
    void aPasswordInPlaintextIsNoticed() {
        assertThat(load(
                                "BACKEND", "etcd",
                                "ETCD_HOSTS", "etcd1",
                                "ETCD_USE_TLS", "false",
                                "ETCD_USERNAME", "gateway",
                                "ETCD_PASSWORD", "hunter2")
                        .warnings())
                .containsExactly(
                        "GATEWAY_STORE_ETCD_USE_TLS (environment): is false, so everything sent to etcd1:2379, the"
                                + " password included, is readable on the network; set GATEWAY_STORE_ETCD_USE_TLS=true");
    }

    @Test
    void aForgottenBackendIsNoticed() {
        assertThat(load("ETCD_HOSTS", "etcd1").warnings())
                .containsExactly(
                        "GATEWAY_STORE_BACKEND (default): is not set, so the store is in memory and not shared,"
                                + " although GATEWAY_STORE_ETCD_HOSTS is set (environment); GATEWAY_STORE_BACKEND=etcd uses it");
        assertThat(load("ETCD_HOSTS", "etcd1", "BACKEND", "memory").warnings()).isEmpty();
    }

    @Test
    void aPasswordFileThatOthersCanReadIsNoticed() throws IOException {
        Path password = file(directory, "password", "hunter2");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(load("BACKEND", "etcd", "ETCD_USERNAME", "u", "ETCD_PASSWORD_FILE", password.toString())
                        .warnings())
                .containsExactly(
                        "GATEWAY_STORE_ETCD_PASSWORD_FILE (environment): '" + password
                                + "' holds a secret and can be read by other users of this machine (mode rw-r--r--); chmod 600 prevents that");
    }
}
