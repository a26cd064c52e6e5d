package io.gatewaystore.credentials.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatewaystore.credentials.CredentialException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FileEditTest {

    private static final String BEFORE = """
            name: n
            listen-client-urls: http://10.0.0.1:2379
            advertise-client-urls: http://10.0.0.1:2379
            log-level: info
            """;
    private static final TlsPaths FILES =
            new TlsPaths(Path.of("/c/ca.crt"), Path.of("/c/server.crt"), Path.of("/c/server.key"));

    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void writeFile() throws IOException {
        path = Files.writeString(directory.resolve("etcd.yml"), BEFORE);
    }

    @Test
    void keepsWhatWasEditedSince() throws IOException {
        FileEdit edit = plan();
        edit.apply();
        Files.writeString(
                path,
                "# by somebody else\n"
                        + Files.readString(path).replace("log-level: info", "log-level: debug\nsnapshot-count: 5"));

        assertThat(edit.revert()).isEmpty();

        assertThat(path)
                .hasContent("# by somebody else\n"
                        + BEFORE.replace("log-level: info", "log-level: debug\nsnapshot-count: 5"));
    }

    @Test
    void reportsALineThatWasEditedFurtherAndLeavesItAlone() throws IOException {
        FileEdit edit = plan();
        edit.apply();
        Files.writeString(
                path,
                Files.readString(path)
                        .replace(
                                "listen-client-urls: https://10.0.0.1:2379", "listen-client-urls: https://0.0.0.0:2379")
                        .replace("  key-file: /c/server.key", "  key-file: /elsewhere/server.key"));

        List<String> conflicts = edit.revert();

        assertThat(conflicts).hasSize(2);
        assertThat(conflicts)
                .anySatisfy(conflict -> assertThat(conflict)
                        .contains("etcd.yml' line 2", "'https://10.0.0.1:2379' was 'http://10.0.0.1:2379'"))
                .anySatisfy(conflict -> assertThat(conflict).contains("key-file: /c/server.key", "remove it by hand"));
        assertThat(path)
                .content()
                .contains("listen-client-urls: https://0.0.0.0:2379", "advertise-client-urls: http://10.0.0.1:2379")
                .contains("key-file: /elsewhere/server.key")
                .doesNotContain("trusted-ca-file");
    }

    @Test
    void canUndoThatItTookBackWhatWasEditedSince() throws IOException {
        FileEdit edit = plan();
        edit.apply();
        String edited = "# by somebody else\n"
                + Files.readString(path).replace("log-level: info", "log-level: debug\nsnapshot-count: 5");
        Files.writeString(path, edited);

        PlannedRevert planned = edit.planRevert();
        planned.edit().apply();
        assertThat(path).content().contains("http://10.0.0.1:2379").doesNotContain("key-file");
        assertThat(planned.edit().revert()).isEmpty();

        assertThat(path).hasContent(edited);
    }

    @Test
    void findsNothingLeftToTakeBackInAFileThatAPackageHasReset() throws IOException {
        FileEdit edit = plan();
        edit.apply();
        String reset = "# the package's own\n" + BEFORE;
        Files.writeString(path, reset);

        assertThat(edit.revert()).isEmpty();

        assertThat(path).hasContent(reset);
    }

    @Test
    void canBeAppliedAndRevertedAgainAndAgain() {
        FileEdit edit = plan();

        edit.apply();
        edit.apply();
        assertThat(EtcdConfigFile.read(path).transport()).isEqualTo(Transport.MUTUAL_TLS);

        edit.revert();
        edit.revert();
        assertThat(path).hasContent(BEFORE);
    }

    @Test
    void isNotAppliedToAFileThatWasEditedAfterThePlan() throws IOException {
        FileEdit edit = plan();
        Files.writeString(path, BEFORE + "# edited\n");

        assertThatThrownBy(edit::apply)
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("etcd.yml' was edited after its change was planned; nothing was written");
        assertThat(path).hasContent(BEFORE + "# edited\n");
    }

    @Test
    void keepsModeAndSymbolicLink() throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-r--"));
        Path link = Files.createSymbolicLink(directory.resolve("link.yml"), Path.of("etcd.yml"));
        FileEdit edit = EtcdConfigFile.read(link).planTls(Transport.MUTUAL_TLS, FILES);

        edit.apply();

        assertThat(link).isSymbolicLink();
        assertThat(EtcdConfigFile.read(path).transport()).isEqualTo(Transport.MUTUAL_TLS);
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(directory).isDirectoryNotContaining(file -> file.toString().endsWith(".new"));
    }

    @Test
    void isTheSameAfterAJourneyAsJson() throws IOException {
        JsonMapper json = new JsonMapper();
        FileEdit edit = plan();

        FileEdit read = json.readValue(json.writeValueAsString(edit), FileEdit.class);

        assertThat(read).isEqualTo(edit);
        read.apply();
        assertThat(read.revert()).isEmpty();
        assertThat(path).hasContent(BEFORE);
    }

    @Test
    void holdsNothingOfALineButWhatChanges() throws IOException {
        Path command = Files.writeString(
                directory.resolve("etcd.conf"),
                "[program:etcd]\ncommand=env TOKEN=s3cret etcd --listen-client-urls=http://a:1 --x=s3cret "
                        + "--advertise-client-urls=http://a:1 --y=s3cret\n");
        FileEdit edit = EtcdConfigFile.read(command).planTls(Transport.MUTUAL_TLS, FILES);

        assertThat(new JsonMapper().writeValueAsString(edit)).doesNotContain("s3cret");
        assertThat(edit.toString()).doesNotContain("s3cret");
        assertThat(edit.describe())
                .containsSequence("-2 http://a:1", "+2 https://a:1")
                .noneMatch(text -> text.contains("s3cret"));
    }

    static Stream<Long> seeds() {
        return IntStream.range(0, 100).mapToObj(Long::valueOf);
    }

    /** Whatever others do to other lines, taking back gives the file as it would be had there never been a change. */
    @ParameterizedTest
    @MethodSource("seeds")
    void isTakenBackUnderAnyEditsOfOthers(long seed) throws IOException {
        Random random = new Random(seed);
        List<Golden> files = Golden.in("etcd").toList();
        Golden golden = files.get(random.nextInt(files.size())).variants().get(random.nextInt(4));
        path = Files.writeString(directory.resolve("configuration"), golden.before());
        EtcdConfigFile config = EtcdConfigFile.read(path);
        FileEdit edit = config.planTls(random.nextBoolean() ? Transport.BOTH : Transport.MUTUAL_TLS, FILES);
        edit.apply();
        SourceText changed = SourceText.read(path);
        SourceText wanted = SourceText.of(golden.before());
        for (int i = random.nextInt(4); i > 0; i--) {
            int place = random.nextInt(edit.lines().get(0).lineBefore());
            changed.insert(place, "# inserted " + i);
            wanted.insert(place, "# inserted " + i);
        }
        String end = random.nextBoolean() ? "# appended" : null;
        if (end != null) {
            changed.insert(changed.size(), end);
            wanted.insert(wanted.size(), end);
        }
        Files.writeString(path, changed.toString());

        assertThat(edit.revert()).isEmpty();

        assertThat(Files.readString(path)).isEqualTo(wanted.toString());
    }

    /** Also of lines that all look the same. */
    @Test
    void tellsEqualLinesApartByTheirOrder() throws IOException {
        Path toml = Files.writeString(
                directory.resolve("c.toml"), "etcd_endpoints = [\n'http://a:1',\n'https://a:1',\n'http://a:1',\n]\n");
        FileEdit edit = ConsumerConfigFile.read(toml).planTls(FILES);
        edit.apply();
        List<String> lines = new ArrayList<>(Files.readAllLines(toml));
        lines.add(0, "# first");
        lines.add(1, "# second");
        Files.write(toml, lines);

        edit.revert();

        assertThat(Files.readString(toml))
                .startsWith("# first\n# second\netcd_endpoints = [\n")
                .contains("'http://a:1',\n'https://a:1',\n'http://a:1',");
    }

    private FileEdit plan() {
        return EtcdConfigFile.read(path).planTls(Transport.MUTUAL_TLS, FILES);
    }
}
