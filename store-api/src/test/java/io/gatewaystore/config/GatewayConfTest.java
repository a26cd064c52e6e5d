package io.gatewaystore.config;

import static io.gatewaystore.config.Loading.file;
import static io.gatewaystore.config.Loading.loadFile;
import static io.gatewaystore.config.Loading.problems;
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
import org.junit.jupiter.params.provider.ValueSource;

class GatewayConfTest {

    @TempDir
    private Path directory;

    private Path conf(String text) {
        return file(directory, "gateway.conf", text);
    }

    private String passwordWrittenAs(String text) {
        return loadFile(conf("[store]\nbackend = etcd\netcd_username = u\netcd_password = " + text + "\n"))
                .etcd()
                .password()
                .orElseThrow()
                .reveal();
    }

    @Test
    void readsTheFormThatGatewaysWrite() {
        StoreConfig config = loadFile(conf("""
                # Written by a provisioning tool.
                ; so is this
                [application]
                cluster_id = 'cluster_1'
                backend = 'local'
                a line without meaning
                mode = server
                mode = runner

                [store]
                # where the state lies
                backend = 'etcd'
                etcd_hosts = 'etcd1:2379 etcd2:2379'
                  etcd_request_timeout=2s
                ETCD_CONNECT_TIMEOUT = "1s"
                ; etcd_session_ttl = 1
                etcd_use_tls = false
                etcd_ca_certificate_file =

                [store.other]
                namespace = other
                [server]
                namespace = server
                """));

        assertThat(config.backend()).isEqualTo("etcd");
        assertThat(config.namespace()).isEmpty();
        assertThat(config.etcd().endpoints()).containsExactly(new Endpoint("etcd1", 2379), new Endpoint("etcd2", 2379));
        assertThat(config.requestTimeout()).hasSeconds(2);
        assertThat(config.connectTimeout()).hasSeconds(1);
        assertThat(config.source(StoreVariable.ETCD_CA_CERTIFICATE_FILE)).isEqualTo("not set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${HOME}",
                "$HOME",
                "a#b",
                "a # b",
                "#x",
                "a;b",
                "a=b",
                "a:b",
                "it's",
                "a\"b",
                "back\\slash",
                "end\\",
                "\\n\\t",
                "a,b",
                "[x]",
                "%d",
                "ä€𝄞"
            })
    void takesValuesAsTheyAreWritten(String password) {
        assertThat(passwordWrittenAs(password)).isEqualTo(password);
        assertThat(passwordWrittenAs("'" + password + "'")).isEqualTo(password);
        assertThat(passwordWrittenAs("\"" + password + "\"")).isEqualTo(password);
    }

    @Test
    void quotesKeepOuterSpaces() {
        assertThat(passwordWrittenAs("' a '")).isEqualTo(" a ");
        assertThat(passwordWrittenAs("  a  ")).isEqualTo("a");
        assertThat(passwordWrittenAs("'")).isEqualTo("'");
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsDoNotMatter() {
        assertThat(loadFile(conf("\uFEFF[store]\r\nnamespace = a\r\n")).namespace())
                .isEqualTo("a");
    }

    @Test
    void repeatedSectionsAreOne() {
        StoreConfig config = loadFile(conf("[store]\nnamespace = a\n[x]\n[store]\nbackend = etcd\n"));

        assertThat(config.namespace()).isEqualTo("a");
        assertThat(config.backend()).isEqualTo("etcd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[store]\nnamespace=a\nnamespace=b\n", "[store]\nnamespace=a\n[store]\nNamespace=b\n"})
    void aKeyMustNotBeSetTwice(String text) {
        Path conf = conf(text);

        assertThat(problemsOf(conf))
                .containsExactly("GATEWAY_STORE_NAMESPACE (" + conf + " [store] namespace): is set more than once");
    }

    @Test
    void aLineWithAColonIsNotASettingAndIsNotShown() {
        Path conf = conf("[store]\netcd_password: hunter2\n");

        assertThat(problemsOf(conf))
                .containsExactly("gateway.conf (" + conf
                        + " [store]): the line that begins with 'etcd_password' is not of the form key = value");
    }

    @Test
    void aCommentBehindAValueIsExplained() {
        Path conf = conf("[store]\nbackend = etcd\netcd_use_tls = true # for now\n");

        assertThat(problemsOf(conf))
                .containsExactly("GATEWAY_STORE_ETCD_USE_TLS (" + conf
                        + " [store] etcd_use_tls): 'true # for now' is not true or false; a comment needs a line of its own;"
                        + " expected: true or false; also t, f, 1 and 0, in upper or lower case");
    }

    @Test
    void aFileThatCannotBeUnderstoodIsNamedWithTheLine() {
        Path conf = conf("[store]\nbackend = etcd\n\n[sto\netcd_password = hunter2\n");

        assertThat(problemsOf(conf).get(0))
                .startsWith("configFile (builder): '" + conf + "' cannot be understood, line 4: ")
                .doesNotContain("hunter2");
    }

    @Test
    void anEscapeInAKeyIsNotUnderstoodAndNotShown() {
        Path conf = conf("[paths]\nC:\\users\\hunter2 = x\n[store]\nnamespace = a\n");

        assertThat(problemsOf(conf))
                .containsExactly("configFile (builder): '" + conf
                        + "' cannot be understood: the name of a key contains a backslash and a u");
    }

    @Test
    void aFileThatWasNamedMustExist() {
        Path missing = directory.resolve("missing.conf");

        assertThat(problems(StoreConfig.builder().environment(Map.of("GATEWAY_CONFIG", missing.toString()))))
                .containsExactly("GATEWAY_CONFIG (environment): '" + missing + "' does not exist");
        assertThat(problemsOf(missing)).containsExactly("configFile (builder): '" + missing + "' does not exist");
    }

    @Test
    void aDirectoryIsNotAFile() {
        assertThat(problemsOf(directory))
                .containsExactly("configFile (builder): '" + directory
                        + "' is a directory; expected: a file with a [store] section");
    }

    @Test
    void somethingElseThanTextIsNotAFile() throws IOException {
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThat(problemsOf(binary)).containsExactly("configFile (builder): '" + binary + "' is not UTF-8 text");
    }

    @Test
    void aBrokenFileInAUsualPlaceIsAProblemToo() throws IOException {
        Path place = Files.createDirectories(directory.resolve(".gateway.d"));
        Path conf = file(place, "gateway.conf", "[store");

        assertThat(problems(
                        StoreConfig.builder().environment(Map.of()).usualPlaces(directory, directory.resolve("etc"))))
                .hasSize(1)
                .allMatch(problem -> problem.startsWith("gateway.conf (" + conf + "): "));
    }

    @Test
    void unknownKeysAreReportedWithTheNearestKnownOne() {
        Path conf = conf("[store]\nbackned = etcd\nGATEWAY_STORE_NAMESPACE = a\ncolour = blue\n");

        assertThat(loadFile(conf).warnings())
                .containsExactly(
                        "backned (" + conf + " [store]): unknown, ignored; did you mean backend?",
                        "GATEWAY_STORE_NAMESPACE (" + conf + " [store]): unknown, ignored; did you mean namespace?",
                        "colour (" + conf + " [store]): unknown, ignored");
    }

    @Test
    void settingsOutsideTheSectionAreNoticed() {
        Path conf = conf("backend = etcd\n[other]\n");

        assertThat(loadFile(conf).warnings())
                .containsExactly(
                        "gateway.conf (" + conf + "): has no [store] section; settings outside it are ignored");
        assertThat(loadFile(conf("[other]\n")).warnings()).isEmpty();
        assertThat(loadFile(conf("")).warnings()).isEmpty();
    }

    @Test
    void aFileWithAPasswordThatOthersCanReadIsNoticed() throws IOException {
        Path conf = conf("[store]\nbackend = etcd\netcd_username = u\netcd_password = p\n");
        assertThat(loadFile(conf).warnings()).isEmpty();

        Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(loadFile(conf).warnings())
                .containsExactly(
                        "gateway.conf (" + conf + "): '" + conf
                                + "' holds a secret and can be read by other users of this machine (mode rw-r--r--); chmod 600 prevents that");
    }

    private static List<String> problemsOf(Path conf) {
        return problems(StoreConfig.builder().environment(Map.of()).configFile(conf));
    }
}
