package io.gatewaystore.credentials.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.gatewaystore.credentials.config.ConsumerConfigFile;
import io.gatewaystore.credentials.config.EtcdConfigFile;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.directory.CredentialFile;
import io.gatewaystore.credentials.directory.Ownership;
import io.gatewaystore.credentials.issue.IssueOptions;
import io.gatewaystore.credentials.issue.Issuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeStatusTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final Issuer ISSUER =
            Issuer.withNewAuthority(IssueOptions.builder().build());

    @TempDir
    Path directory;

    private CredentialDirectory credentials;
    private Path etcd;
    private Path toml;

    @BeforeEach
    void writePlaintext() throws IOException {
        credentials = CredentialDirectory.at(directory.resolve("etcd_credential"));
        etcd = Files.writeString(
                directory.resolve("etcd.conf"),
                "[program:etcd]\ncommand=etcd --listen-client-urls=http://a:1 --advertise-client-urls=http://a:1\n");
        toml = Files.writeString(
                directory.resolve("physical_cluster.toml"), "etcd_endpoints = ['http://a:1', 'http://a:1']\n");
    }

    @Test
    void isOffWithHttpAndNoDirectory() {
        NodeStatus status = status();

        assertThat(status.state()).isEqualTo(EncryptionState.OFF);
        assertThat(status.inconsistencies()).isEmpty();
        assertThat(status.endpoints()).containsEntry(toml.toString(), List.of("http://a:1", "http://a:1"));
    }

    @Test
    void isOnWithHttpsAndAllFiles() {
        enable();

        assertThat(status().state()).isEqualTo(EncryptionState.ON);
        assertThat(status().inconsistencies()).isEmpty();
    }

    @Test
    void isHalfWithCredentialsAlone() {
        create();

        NodeStatus status = status();

        assertThat(status.state()).isEqualTo(EncryptionState.HALF);
        assertThat(status.inconsistencies())
                .hasSize(2)
                .allSatisfy(sentence -> assertThat(sentence).contains("says http, although there are credentials in"));
    }

    @Test
    void isHalfWithHttpsAndNoCredentials() {
        enable();
        credentials.delete();

        NodeStatus status = status();

        assertThat(status.state()).isEqualTo(EncryptionState.HALF);
        assertThat(status.inconsistencies())
                .hasSize(2)
                .allSatisfy(sentence -> assertThat(sentence).contains("says https, although there are no credentials"));
    }

    @Test
    void isHalfWithAFileMissing() throws IOException {
        enable();
        Files.delete(credentials.file(CredentialFile.SERVER_KEY));

        assertThat(status().state()).isEqualTo(EncryptionState.HALF);
        assertThat(status().inconsistencies()).singleElement().asString().endsWith("server.key' is missing");
    }

    @Test
    void isHalfWhereAPackageHasResetTheConfiguration() throws IOException {
        enable();
        Files.writeString(
                etcd,
                "[program:etcd]\ncommand=etcd --listen-client-urls=http://a:1 --advertise-client-urls=http://a:1\n");

        NodeStatus status = status();

        assertThat(status.state()).isEqualTo(EncryptionState.HALF);
        assertThat(status.inconsistencies())
                .anySatisfy(sentence -> assertThat(sentence).contains("etcd.conf' says http, although"))
                .anySatisfy(sentence -> assertThat(sentence).contains("the files disagree"));
    }

    @Test
    void isHalfWhileEtcdListensForBoth() {
        enable();
        EtcdConfigFile.read(etcd)
                .planTls(Transport.BOTH, credentials.serverPaths())
                .apply();

        assertThat(status().state()).isEqualTo(EncryptionState.HALF);
        assertThat(status().inconsistencies())
                .anySatisfy(sentence -> assertThat(sentence).contains("lets etcd listen for http and for https"));
    }

    @Test
    void otherFilesThanTheCredentialsAreNamed() throws IOException {
        enable();
        Files.writeString(etcd, Files.readString(etcd).replace("etcd_credential/server.crt", "elsewhere/server.crt"));

        assertThat(status().state()).isEqualTo(EncryptionState.ON);
        assertThat(status().inconsistencies())
                .singleElement()
                .asString()
                .contains("line 2: cert-file is", "elsewhere/server.crt', which is not one of the files in");
    }

    @Test
    void isHalfWithAFileThatCannotBeRead() throws IOException {
        Files.writeString(toml, "etcd_endpoints = [");

        assertThat(status().state()).isEqualTo(EncryptionState.HALF);
        assertThat(status().inconsistencies()).singleElement().asString().contains("is not TOML, line");
    }

    @Test
    void isHalfWithoutAnyFile() {
        NodeStatus status = NodeStatus.of(credentials, List.of(), List.of(), CLOCK);

        assertThat(status.state()).isEqualTo(EncryptionState.HALF);
        assertThat(status.inconsistencies()).singleElement().asString().contains("no configuration file");
    }

    @Test
    void canBeToldAsJson() {
        enable();

        JsonNode json = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build()
                .valueToTree(status());

        assertThat(json.get("state").asText()).isEqualTo("ON");
        assertThat(json.at("/credentials/certificates/server.crt/names/0").asText())
                .isEqualTo("a");
        assertThat(json.at("/credentials/certificates/client.crt/notAfter").asText())
                .endsWith("Z");
        assertThat(json.toString()).doesNotContain("PRIVATE");
    }

    private NodeStatus status() {
        return NodeStatus.of(credentials, List.of(etcd), List.of(toml), CLOCK);
    }

    private void create() {
        credentials.create(ISSUER.forIssuingHost(List.of("a:1")), Ownership.of(directory), CLOCK);
    }

    private void enable() {
        create();
        EtcdConfigFile.read(etcd)
                .planTls(Transport.MUTUAL_TLS, credentials.serverPaths())
                .apply();
        ConsumerConfigFile.read(toml).planTls(credentials.clientPaths()).apply();
    }
}
