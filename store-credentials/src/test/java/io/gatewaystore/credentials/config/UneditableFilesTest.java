package io.gatewaystore.credentials.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.credentials.CredentialException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an edit would be a guess there is none, and the message names the line and what to do. */
class UneditableFilesTest {

    private static final TlsPaths FILES =
            new TlsPaths(Path.of("/c/ca.crt"), Path.of("/c/server.crt"), Path.of("/c/server.key"));

    @TempDir
    Path directory;

    @Test
    void yamlWithAnAlias() throws IOException {
        refused(
                "url: &u http://a:1\nlisten-client-urls: *u\nadvertise-client-urls: http://a:1\n",
                "line 2: the value of listen-client-urls is written in a way that cannot be edited safely");
    }

    @Test
    void yamlWithAValueOfSeveralLines() throws IOException {
        refused("listen-client-urls: >-\n  http://a:1,\n  http://b:1\n", "line 1: the value of listen-client-urls");
    }

    @Test
    void yamlWithASettingTwice() throws IOException {
        refused(
                "listen-client-urls: http://a:1\nlisten-client-urls: http://b:1\n",
                "line 2: listen-client-urls is set twice; remove one of them");
    }

    @Test
    void yamlThatIsNone() throws IOException {
        refused("a: [\npassword: s3cret", "is not YAML, line ");
    }

    @Test
    void commandThatNamesAConfigurationFile() throws IOException {
        refused(
                "[program:etcd]\ncommand=etcd --config-file=/etc/etcd.yml\n",
                "line 2: etcd is started with --config-file and ignores its other flags; edit that file instead");
    }

    @Test
    void environmentThatNamesAConfigurationFile() throws IOException {
        refused(
                "ETCD_LISTEN_CLIENT_URLS=http://a:1\nETCD_CONFIG_FILE=/etc/etcd.yml\n",
                "line 2: ETCD_CONFIG_FILE is set and lets etcd ignore all other variables; edit that file instead");
    }

    @Test
    void commandWhoseSettingsAreVariables() throws IOException {
        refused(
                "[program:etcd]\nenvironment=ETCD_LISTEN_CLIENT_URLS=\"http://a:1\"\ncommand=etcd\n",
                "line 2: sets ETCD_LISTEN_CLIENT_URLS; make it the flag --listen-client-urls");
    }

    @Test
    void nothingAtAll() throws IOException {
        refused("# nothing\n", "has no settings, so that its format cannot be told");
    }

    @Test
    void commandsOfTwoMembers() throws IOException {
        refused("[program:a]\ncommand=etcd --name a\n[program:b]\ncommand=etcd --name b\n", "in line 2 and in line 4");
    }

    @Test
    void gatewayConfWithASettingTwice() throws IOException {
        Path path = Files.writeString(directory.resolve("gateway.conf"), "[store]\netcd_hosts = a\nETCD_HOSTS = b\n");

        assertThatThrownBy(() -> ConsumerConfigFile.read(path))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("sets etcd_hosts more than once in [store] (lines 2 and 3)");
    }

    /** What the result is read for: the URL is there, and not in a form that can be found in the text. */
    @Test
    void urlThatIsWrittenInEscapes() throws IOException {
        Path path = Files.writeString(directory.resolve("c.toml"), "etcd_endpoints = [\"\\u0068ttp://a:1\"]\n");

        assertThatThrownBy(() -> ConsumerConfigFile.read(path).planTls(FILES))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("etcd_endpoints[0] would not be read as intended; edit it by hand");
    }

    @Test
    void consumerThatNamesNoEtcd() throws IOException {
        Path path = Files.writeString(directory.resolve("c.toml"), "endpoints = ['http://a:1']\n");

        assertThatThrownBy(() -> ConsumerConfigFile.read(path))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("does not say where etcd is; expected: etcd_endpoints = [...]");
    }

    @Test
    void missingFile() {
        assertThatThrownBy(() -> EtcdConfigFile.read(directory.resolve("none")))
                .isInstanceOf(CredentialException.class)
                .hasMessageEndingWith("none' does not exist");
    }

    @Test
    void aCertificateAloneIsNotTakenForTls() throws IOException {
        Path path = Files.writeString(
                directory.resolve("etcd.yml"),
                "listen-client-urls: http://a:1\nclient-transport-security:\n  cert-file: /c\n  trusted-ca-file: /c\n");

        assertThat(EtcdConfigFile.read(path).transport()).isEqualTo(Transport.PLAIN);
    }

    @Test
    void httpsWithoutAnAuthorityIsNeitherPlainNorMutual() throws IOException {
        Path path = Files.writeString(
                directory.resolve("etcd.yml"),
                "listen-client-urls: https://a:1\nclient-transport-security:\n  cert-file: /c\n");

        assertThat(EtcdConfigFile.read(path).transport()).isEqualTo(Transport.OTHER);
    }

    private void refused(String text, String message) throws IOException {
        Path path = Files.writeString(directory.resolve("file"), text);

        assertThatThrownBy(() -> EtcdConfigFile.read(path).planTls(Transport.MUTUAL_TLS, FILES))
                .isInstanceOf(CredentialException.class)
                .hasMessageStartingWith("'" + path + "' ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
        assertThat(Files.readString(path)).isEqualTo(text);
    }
}
