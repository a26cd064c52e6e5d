package io.gatewaystore.credentials.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.issue.Credentials;
import io.gatewaystore.credentials.issue.IssueOptions;
import io.gatewaystore.credentials.issue.Issuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialDirectoryTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final Issuer ISSUER =
            Issuer.withNewAuthority(IssueOptions.builder().clientName("gäteway").build());

    @TempDir
    Path parent;

    private CredentialDirectory directory;

    @BeforeEach
    void nameDirectory() {
        directory = CredentialDirectory.at(parent.resolve("etcd_credential"));
    }

    @Test
    void appearsWholeAndForItsOwnerOnly() throws IOException {
        create();

        assertThat(Files.getPosixFilePermissions(directory.path()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> files = Files.list(directory.path())) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder(
                            "ca.crt", "ca.key", "server.crt", "server.key", "client.crt", "client.key", "meta.json");
        }
        for (CredentialFile file : CredentialFile.values()) {
            assertThat(Files.getPosixFilePermissions(directory.file(file)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(parent).isDirectoryNotContaining(file -> !file.endsWith("etcd_credential"));
        assertThat(directory.inspect(CLOCK).problems()).isEmpty();
    }

    @Test
    void isReadAsItWasWritten() {
        Credentials written = create();

        Credentials read = directory.read();

        assertThat(read.trusted()).isEqualTo(written.trusted());
        assertThat(read.server().certificate()).isEqualTo(written.server().certificate());
        assertThat(read.server().privateKey()).isEqualTo(written.server().privateKey());
        assertThat(read.client().privateKey()).isEqualTo(written.client().privateKey());
        assertThat(read.authority()).isPresent();
    }

    @Test
    void isNeverOverwritten() throws IOException {
        create();
        byte[] before = Files.readAllBytes(directory.file(CredentialFile.CA_KEY));

        assertThatThrownBy(this::create)
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("etcd_credential' exists already and is left alone");

        assertThat(directory.file(CredentialFile.CA_KEY)).hasBinaryContent(before);
    }

    @Test
    void metaTellsWhatWasIssuedAndNoSecret() throws IOException {
        Credentials written = create();

        String text = Files.readString(directory.file(CredentialFile.META));
        JsonNode meta = new JsonMapper().readTree(text);

        assertThat(meta.get("scope").asText()).isEqualTo("issuing host");
        assertThat(meta.get("client").get("subject").asText()).startsWith("CN=gäteway");
        assertThat(meta.get("server").get("names").get(0).asText()).isEqualTo("10.0.0.1");
        assertThat(meta.get("server").get("notAfter").asText())
                .isEqualTo(
                        written.server().certificate().getNotAfter().toInstant().toString());
        assertThat(text).doesNotContain("PRIVATE");
        for (String line : written.server().privateKeyPem().lines().toList()) {
            assertThat(text).doesNotContain(line);
        }
    }

    @Test
    void aNodeHasNoKeyOfTheAuthority() {
        directory.create(ISSUER.forNode(List.of("10.0.0.1:2379")), Ownership.of(parent), CLOCK);

        assertThat(directory.file(CredentialFile.CA_KEY)).doesNotExist();
        assertThat(directory.inspect(CLOCK).complete()).isTrue();
        assertThat(directory.inspect(CLOCK).problems()).isEmpty();
        assertThat(directory.read().authority()).isEmpty();
    }

    @Test
    void isReplacedInPlace() throws IOException {
        create();
        Files.writeString(directory.path().resolve("note.txt"), "mine");

        Credentials later =
                Issuer.of(directory.read(), IssueOptions.builder().build()).forIssuingHost(List.of("b:1"));
        directory.replace(later, CLOCK);

        assertThat(directory.read().server().certificate())
                .isEqualTo(later.server().certificate());
        assertThat(directory.inspect(CLOCK).problems()).isEmpty();
        assertThat(directory.path())
                .isDirectoryNotContaining(file -> file.toString().endsWith(".new"));
        assertThat(directory.path().resolve("note.txt")).hasContent("mine");
    }

    @Test
    void whatAnInterruptedRunHasLeftIsRemoved() throws IOException {
        Path beside = Files.createDirectory(parent.resolve(".etcd_credential.new"));
        Files.writeString(beside.resolve("ca.key"), "half a key");

        create();

        assertThat(beside).doesNotExist();
        Files.writeString(directory.path().resolve(".server.key.new"), "half a key");
        directory.replace(ISSUER.forIssuingHost(List.of("b:1")), CLOCK);
        assertThat(directory.path())
                .isDirectoryNotContaining(file -> file.toString().endsWith(".new"));
    }

    @Test
    void theIssuingHostMissesTheKeyOfTheAuthority() throws IOException {
        create();
        assertThat(directory.inspect(CLOCK).complete()).isTrue();

        Files.delete(directory.file(CredentialFile.CA_KEY));

        assertThat(directory.inspect(CLOCK).complete()).isFalse();
        assertThat(directory.inspect(CLOCK).problems())
                .singleElement()
                .asString()
                .endsWith("ca.key' is missing");
    }

    @Test
    void isDeletedExceptForWhatIsNotOurs() throws IOException {
        create();
        directory.delete();
        directory.delete();
        assertThat(directory.exists()).isFalse();

        create();
        Files.writeString(directory.path().resolve("note.txt"), "mine");
        directory.delete();
        assertThat(directory.path()).isDirectoryContaining("glob:**note.txt");
        assertThat(directory.inspect(CLOCK).present()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsFound() throws IOException {
        create();
        Files.delete(directory.file(CredentialFile.META));
        Files.writeString(
                directory.file(CredentialFile.SERVER_KEY),
                ISSUER.forNode(List.of("a:1")).server().privateKeyPem());
        Files.writeString(directory.file(CredentialFile.CLIENT_KEY), "nonsense");
        Files.setPosixFilePermissions(
                directory.file(CredentialFile.CA_KEY), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(directory.inspect(CLOCK).problems())
                .hasSize(4)
                .anySatisfy(problem -> assertThat(problem).endsWith("meta.json' is missing"))
                .anySatisfy(problem -> assertThat(problem)
                        .contains("server.key' does not belong to the certificate in")
                        .endsWith("server.crt'"))
                .anySatisfy(problem -> assertThat(problem).contains("client.key' holds no unencrypted private key"))
                .anySatisfy(problem -> assertThat(problem).contains("ca.key' is open to other users", "chmod 600"));
    }

    @Test
    void certificatesOfAnotherAuthorityAndOfAnotherTimeAreFound() throws IOException {
        create();
        Issuer other = Issuer.withNewAuthority(IssueOptions.builder().build());
        CredentialDirectory second = CredentialDirectory.at(parent.resolve("second"));
        second.create(other.forNode(List.of("a:1")), Ownership.of(parent), CLOCK);
        Files.copy(
                second.file(CredentialFile.CLIENT_CERTIFICATE),
                directory.file(CredentialFile.CLIENT_CERTIFICATE),
                StandardCopyOption.REPLACE_EXISTING);

        assertThat(directory.inspect(CLOCK).problems())
                .anySatisfy(problem -> assertThat(problem).contains("client.crt' was not issued by an authority in"))
                .anySatisfy(problem -> assertThat(problem).contains("client.key' does not belong"));
        assertThat(second.inspect(Clock.offset(CLOCK, Duration.ofDays(400))).problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("expired at", "rotate the credentials"));
        assertThat(second.inspect(Clock.offset(CLOCK, Duration.ofDays(-1))).problems())
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem).contains("is not valid before"));
    }

    @Test
    void anUnreadableDirectoryIsNotMistakenForNone() throws IOException {
        Files.writeString(directory.path(), "a file");

        assertThat(directory.inspect(CLOCK).problems())
                .singleElement()
                .asString()
                .contains("is not a directory");
        assertThatThrownBy(() -> directory.replace(ISSUER.forNode(List.of("a:1")), CLOCK))
                .hasMessageContaining("is not a directory");
    }

    private Credentials create() {
        Credentials credentials = ISSUER.forIssuingHost(List.of("10.0.0.1:2379"));
        directory.create(credentials, Ownership.of(parent), CLOCK);
        return credentials;
    }
}
