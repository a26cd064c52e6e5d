package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.credentials.CredentialException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentTest {

    @TempDir
    private Path directory;

    private Deployment read(String text) throws IOException {
        return Deployment.read(Files.writeString(directory.resolve("d.yml"), text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            members: []                                             | the deployment has no members
            credentials: /c                                         | the deployment has no members
            {credentials: /c, members: [{host: a}]}                 | a member has no name
            {credentials: /c, members: [{name: a, etcd-config: /e, credentials: /c, etc-config: /e}]} | 'members[0].etc-config' is unknown; known there: consumers, credentials, endpoints, etcd-config, host
            {credentials: /c, members: {name: a}}                   | 'members' has another form than it has to: expected is a list
            {credentials: /c, members: [a]}                         | 'members[0]' has another form than it has to: expected is a map
            {command-seconds: soon}                                 | 'command-seconds' has another form than it has to: expected is a whole number
            {members: [}                                            | is no YAML
            """)
    void isRefusedInWordsOfItsOwn(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(CredentialException.class)
                .hasMessageStartingWith("'" + directory.resolve("d.yml") + "'")
                .hasMessageContaining(message)
                .message()
                .doesNotContain("io.gatewaystore", "Source:");
    }

    @Test
    void saysWhyItCannotBeRead() {
        Path missing = directory.resolve("missing.yml");

        assertThatThrownBy(() -> Deployment.read(missing))
                .hasMessage("'" + missing + "' cannot be read: '" + missing + "' does not exist");
    }

    @Test
    void needsNoCommandThatReachesHostsToMakeBundles() throws IOException {
        Deployment deployment = read("""
                credentials: %1$s/etcd_credential
                members:
                  - {name: a, host: h, endpoints: ['10.0.0.1:2379'], etcd-config: /e, credentials: /c}
                """.formatted(directory));
        CredentialProcedures procedures =
                CredentialProcedures.at(directory.resolve("state"), java.time.Clock.systemUTC(), text -> {});

        assertThatThrownBy(() -> procedures.enable(deployment, IssueSettings.DEFAULTS, false, Flow.OFFLINE))
                .hasMessageContaining("--on-node");
        assertThat(directory.resolve("state"))
                .as("what fails at once leaves nothing behind")
                .doesNotExist();

        procedures.bundle(deployment, IssueSettings.DEFAULTS, directory.resolve("bundles"));
        assertThat(directory.resolve("bundles/a/node.json")).exists();
    }

    private static Deployment of(String stop, String start, Member... members) {
        return new Deployment(List.of(members), Path.of("/c"), List.of(), stop, start, "", "", 0, 0);
    }

    private static Member member(String name, String stop, String start) {
        return new Member(name, "", List.of(), Path.of("/" + name), List.of(), Path.of("/c/" + name), "", stop, start);
    }

    @Test
    void hasCommandsForEveryMemberOrForNone() {
        assertThatThrownBy(() -> of("", "", member("m1", "stop", "start"), member("m2", "", "")))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("missing: m2");
    }

    @Test
    void hasCommandsForAllAtOnceOrForSingleMembers() {
        assertThatThrownBy(() -> of("stop", "start", member("m1", "stop", "start")))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("give either");
    }
}
