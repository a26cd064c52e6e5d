package io.gatewaystore.config;

import static io.gatewaystore.config.Loading.block;
import static io.gatewaystore.config.Loading.file;
import static io.gatewaystore.config.Loading.load;
import static io.gatewaystore.config.Loading.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsSettingsTest {

    @TempDir
    private Path directory;

    private Path ca;
    private Path certificate;
    private Path key;

    @BeforeEach
    void writeFiles() {
        ca = file(directory, "ca.crt", Loading.CERTIFICATE + Loading.CERTIFICATE);
        certificate = file(directory, "client.crt", Loading.CERTIFICATE);
        key = file(directory, "client.key", Loading.KEY);
    }

    /** Mutual TLS with the given files, which are all right unless replaced. */
    private StoreConfig.Builder mutual() {
        return StoreConfig.builder()
                .environment(Map.of())
                .backend("etcd")
                .etcdUseTls(true)
                .etcdClientCertAuth(true)
                .etcdCaCertificateFile(ca)
                .etcdCertificateFile(certificate)
                .etcdPrivateKeyFile(key);
    }

    private String onlyProblem(StoreConfig.Builder builder) {
        List<String> problems = problems(builder);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    @Test
    void serverTlsNeedsNothingElse() {
        TlsConfig tls =
                load("BACKEND", "etcd", "ETCD_USE_TLS", "true").etcd().tls().orElseThrow();

        assertThat(tls.caCertificateFile()).isEmpty();
        assertThat(tls.clientCertAuth()).isFalse();
        assertThat(tls.unusedClientCertificate()).isFalse();
    }

    @Test
    void theFlagDecidesWhetherACertificateIsUsed() {
        StoreConfig config = mutual().etcdClientCertAuth(false).build();
        TlsConfig tls = config.etcd().tls().orElseThrow();

        assertThat(tls.caCertificateFile()).contains(ca);
        assertThat(tls.certificateFile()).isEmpty();
        assertThat(tls.privateKeyFile()).isEmpty();
        assertThat(tls.unusedClientCertificate()).isTrue();
        assertThat(config.warnings())
                .containsExactly("GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH (builder): is false, so the configured client"
                        + " certificate or key is not used; set GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH=true to use it");
    }

    @Test
    void filesThatAreNotUsedAreNotLookedAt() {
        StoreConfig config = load(
                "BACKEND", "etcd",
                "ETCD_USE_TLS", "true",
                "ETCD_CERTIFICATE_FILE", "/nowhere/client.crt",
                "ETCD_PRIVATE_KEY_FILE", "/nowhere/client.key",
                "ETCD_PRIVATE_KEY_PASSWORD_FILE", "/nowhere/password");

        assertThat(config.etcd().tls().orElseThrow().unusedClientCertificate()).isTrue();
        assertThat(config.etcd().tls().orElseThrow().privateKeyPassword()).isEmpty();
    }

    @Test
    void withoutTlsTheOtherTlsSettingsAreIgnored() {
        StoreConfig config =
                load("BACKEND", "etcd", "ETCD_CLIENT_CERT_AUTH", "true", "ETCD_CA_CERTIFICATE_FILE", "/nowhere/ca.crt");

        assertThat(config.etcd().tls()).isEmpty();
        assertThat(config.warnings())
                .containsExactly(
                        "GATEWAY_STORE_ETCD_USE_TLS (default): is false, so the other TLS settings are ignored:"
                                + " GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH, GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE");
    }

    @Test
    void mutualTlsNeedsCertificateAndKey() {
        assertThat(problems("BACKEND", "etcd", "ETCD_USE_TLS", "true", "ETCD_CLIENT_CERT_AUTH", "1"))
                .containsExactly(
                        "GATEWAY_STORE_ETCD_CERTIFICATE_FILE (not set): is needed, because GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH"
                                + " is true (environment); expected: path of a PEM file with one or more certificates",
                        "GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE (not set): is needed, because GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH"
                                + " is true (environment); expected: path of a PEM file with a PKCS#8, encrypted PKCS#8,"
                                + " PKCS#1 RSA or SEC1 EC private key");
        assertThat(problems(
                        "BACKEND", "etcd",
                        "ETCD_USE_TLS", "true",
                        "ETCD_CLIENT_CERT_AUTH", "true",
                        "ETCD_PRIVATE_KEY_FILE", key.toString()))
                .hasSize(1)
                .allMatch(problem -> problem.startsWith("GATEWAY_STORE_ETCD_CERTIFICATE_FILE (not set): is needed"));
    }

    @Test
    void everyFileThatIsWrongIsNamed() throws IOException {
        Files.delete(ca);
        Files.writeString(key, "");

        assertThat(problems(mutual().etcdCertificateFile(directory)))
                .containsExactly(
                        "GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE (builder): '" + ca + "' does not exist",
                        "GATEWAY_STORE_ETCD_CERTIFICATE_FILE (builder): '" + directory
                                + "' is a directory; expected: a file",
                        "GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE (builder): '" + key
                                + "' is empty; expected: path of a PEM file with a PKCS#8, encrypted PKCS#8, PKCS#1 RSA or SEC1 EC private key");
    }

    @Test
    void aKeyVariableThatPointsAtACertificateIsTold() {
        assertThat(onlyProblem(mutual().etcdPrivateKeyFile(certificate)))
                .isEqualTo("GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE (builder): '" + certificate
                        + "' holds a certificate where the private key is expected; it is the file that was made together"
                        + " with the certificate, often named .key");
    }

    @Test
    void aCertificateVariableThatPointsAtAKeyIsTold() {
        assertThat(onlyProblem(mutual().etcdCertificateFile(key)))
                .isEqualTo("GATEWAY_STORE_ETCD_CERTIFICATE_FILE (builder): '" + key
                        + "' holds a private key where a certificate is expected; keys belong to"
                        + " GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE");
        assertThat(onlyProblem(mutual().etcdCaCertificateFile(key)))
                .startsWith("GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE (builder): '" + key + "' holds a private key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CERTIFICATE REQUEST | holds a certificate request, not a certificate; have it signed first",
                "PUBLIC KEY          | holds only PUBLIC KEY; expected: path of a PEM file with one or more certificates",
            })
    void otherBlocksAreNotCertificates(String label, String message) {
        Path file = file(directory, "other", block(label));

        assertThat(onlyProblem(mutual().etcdCaCertificateFile(file)))
                .isEqualTo("GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE (builder): '" + file + "' " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OPENSSH PRIVATE KEY | holds a key in the form of OpenSSH; convert it with ssh-keygen -p -m PKCS8 -f FILE",
                "PUBLIC KEY          | holds a public key where the private key is expected",
                "DSA PRIVATE KEY     | holds only DSA PRIVATE KEY; expected: path of a PEM file with a PKCS#8, encrypted PKCS#8,"
                        + " PKCS#1 RSA or SEC1 EC private key",
            })
    void otherBlocksAreNotPrivateKeys(String label, String message) {
        Path file = file(directory, "other", block(label));

        assertThat(onlyProblem(mutual().etcdPrivateKeyFile(file)))
                .isEqualTo("GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE (builder): '" + file + "' " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"})
    void everyUsualFormOfAKeyIsAccepted(String label) {
        Path file = file(directory, "other.key", "some text before\n" + block("EC PARAMETERS") + block(label));

        assertThat(mutual().etcdPrivateKeyFile(file).build().warnings()).isEmpty();
    }

    @Test
    void keyAndCertificateMayShareAFile() {
        Path both = file(directory, "both.pem", Loading.KEY + Loading.CERTIFICATE);

        assertThat(problems(mutual().etcdCertificateFile(both).etcdPrivateKeyFile(both)))
                .isEmpty();
    }

    @Test
    void binaryFilesAreTold() throws IOException {
        Path der = Files.write(directory.resolve("ca.der"), new byte[] {0x30, (byte) 0x82, 1, 2, 0, (byte) 0xff});

        assertThat(onlyProblem(mutual().etcdCaCertificateFile(der)))
                .isEqualTo(
                        "GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE (builder): '" + der
                                + "' is binary (DER or PKCS#12?), not PEM; convert it with openssl; expected: path of a PEM file with one or more certificates");
    }

    @Test
    void textWithoutABlockIsTold() {
        Path text = file(directory, "text", "hello\n");

        assertThat(onlyProblem(mutual().etcdCaCertificateFile(text)))
                .endsWith("holds no PEM block; expected: path of a PEM file with one or more certificates");
    }

    @Test
    void halfAFileIsTold() {
        Path half = file(directory, "half", Loading.CERTIFICATE + "-----BEGIN CERTIFICATE-----\nQUJD\n");
        Path halfKey = file(directory, "half.key", "-----BEGIN PRIVATE KEY-----\nQUJD\n");

        assertThat(problems(mutual().etcdCertificateFile(half).etcdPrivateKeyFile(halfKey)))
                .hasSize(2)
                .allMatch(problem -> problem.endsWith("is cut off in the middle of a block"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nQUJD\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nQUJD\n-----END RSA PRIVATE KEY-----\n"
            })
    void anEncryptedKeyNeedsItsPassword(String text) {
        Path encrypted = file(directory, "encrypted.key", text);

        assertThat(onlyProblem(mutual().etcdPrivateKeyFile(encrypted)))
                .isEqualTo("GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE (builder): '" + encrypted
                        + "' is encrypted and no password is set; set GATEWAY_STORE_ETCD_PRIVATE_KEY_PASSWORD or"
                        + " GATEWAY_STORE_ETCD_PRIVATE_KEY_PASSWORD_FILE");
        assertThat(problems(mutual().etcdPrivateKeyFile(encrypted).etcdPrivateKeyPassword(Secret.of("p"))))
                .isEmpty();
    }

    @Test
    void aPasswordFileThatCannotBeReadIsTheOnlyProblemOfAnEncryptedKey() {
        Path encrypted = file(directory, "encrypted.key", Loading.ENCRYPTED_KEY);
        StoreConfig.Builder builder = StoreConfig.builder()
                .environment(Loading.variables("ETCD_PRIVATE_KEY_PASSWORD_FILE", directory + "/nowhere"))
                .backend("etcd")
                .etcdUseTls(true)
                .etcdClientCertAuth(true)
                .etcdCertificateFile(certificate)
                .etcdPrivateKeyFile(encrypted);

        assertThat(onlyProblem(builder))
                .isEqualTo("GATEWAY_STORE_ETCD_PRIVATE_KEY_PASSWORD_FILE (environment): '" + directory
                        + "/nowhere' does not exist");
    }

    @Test
    void aPasswordThatIsNotNeededIsNoticed() {
        assertThat(mutual().etcdPrivateKeyPassword(Secret.of("p")).build().warnings())
                .containsExactly("GATEWAY_STORE_ETCD_PRIVATE_KEY_PASSWORD (builder): is not needed: the key in '" + key
                        + "' is not encrypted");
    }

    @ParameterizedTest
    @CsvSource({"rw-r-----", "rw----r--", "rw-r--r--"})
    void aKeyThatOthersCanReadIsNoticed(String permissions) throws IOException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(permissions));

        assertThat(mutual().build().warnings())
                .containsExactly("GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE (builder): '" + key
                        + "' holds a secret and can be read by other users of this machine (mode " + permissions
                        + "); chmod 600 prevents that");
    }

    @Test
    void missingFilesAreExplained() throws IOException {
        assertThat(onlyProblem(mutual().etcdCaCertificateFile(Path.of("~/ca.crt"))))
                .endsWith(
                        "'~/ca.crt' does not exist; '~' is not replaced by the home directory here, write the whole path");
        assertThat(onlyProblem(mutual().etcdCaCertificateFile(Path.of("no/ca.crt"))))
                .contains("'no/ca.crt' does not exist; a relative path starts at the working directory '/");
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("gone"));
        assertThat(onlyProblem(mutual().etcdCaCertificateFile(link)))
                .endsWith("does not exist; it is a symbolic link that leads nowhere");
    }

    @Test
    void aFileMayBeALink() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), ca);

        assertThat(mutual().etcdCaCertificateFile(link)
                        .build()
                        .etcd()
                        .tls()
                        .orElseThrow()
                        .caCertificateFile())
                .contains(link);
    }

    @Test
    void theContentsOfAFileAreNotAPath() {
        assertThat(problems(
                        "BACKEND", "etcd",
                        "ETCD_USE_TLS", "true",
                        "ETCD_CA_CERTIFICATE_FILE", Loading.CERTIFICATE))
                .containsExactly("GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE (environment): holds the contents of a file;"
                        + " expected: path of a PEM file with one or more certificates");
    }
}
