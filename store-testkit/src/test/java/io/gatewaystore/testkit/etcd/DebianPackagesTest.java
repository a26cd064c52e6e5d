package io.gatewaystore.testkit.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the search against programs that stand for apt-get and dpkg and leave a record of what they were asked. */
class DebianPackagesTest {

    private static final String STANZAS = """
            # the machine's own archive
            Types: deb
            URIs: http://archive.example/debian
            Suites: bookworm bookworm-updates
            Components: main
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

            Types: deb
            URIs: http://archive.example/debian-security
            Suites: bookworm-security
            Components: main

            Types: deb
            URIs: http://vendor.example/apt
            Suites: bookworm
            Components: stable
            """;

    @TempDir
    private Path directory;

    private Path apt;
    private Path osRelease;
    private Path cache;
    private Path record;
    private Path dpkg;

    @BeforeEach
    void setUpAMachine() throws IOException {
        apt = Files.createDirectories(directory.resolve("apt"));
        cache = directory.resolve("cache");
        record = directory.resolve("record");
        osRelease = Files.writeString(
                directory.resolve("os-release"), "NAME=\"Debian GNU/Linux\"\nVERSION_CODENAME=bookworm\nID=debian\n");
        dpkg = FakeEtcd.script(directory.resolve("dpkg"), """
                mkdir -p "$3/usr/bin"
                printf '#!/bin/sh\\necho "etcd Version: 3.5.30"\\n' > "$3/usr/bin/etcd"
                chmod 755 "$3/usr/bin/etcd"\
                """);
        writeStanzas();
    }

    @Test
    void unpacksTheNewestSuiteIntoTheCache() throws IOException {
        EtcdBinary found = packages(workingApt()).etcd();

        assertThat(found.path()).isEqualTo(cache.resolve("etcd-forky/usr/bin/etcd"));
        assertThat(found.version()).isEqualTo("3.5.30");
        assertThat(Files.readString(record)).contains("update", "download etcd-server etcd-client");
    }

    @Test
    void asksAptForTheMachinesArchiveInAnotherSuiteAndNothingElse() throws IOException {
        packages(workingApt()).etcd();

        assertThat(Files.readString(record))
                .contains(
                        "Dir::Etc::sourcelist=/dev/null",
                        "URIs: http://archive.example/debian",
                        "Suites: forky",
                        "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg")
                .doesNotContain("bookworm", "security", "vendor.example");
    }

    @Test
    void readsOldStyleSources() throws IOException {
        Files.delete(apt.resolve("sources.list.d/debian.sources"));
        Files.writeString(apt.resolve("sources.list"), """
                # deb http://commented.example/debian bookworm main
                deb [signed-by=/k.gpg] http://archive.example/debian bookworm main contrib
                deb http://archive.example/debian-security bookworm-security main
                deb-src http://archive.example/debian bookworm main
                """);

        packages(workingApt()).etcd();

        assertThat(Files.readString(record))
                .contains("deb [signed-by=/k.gpg] http://archive.example/debian forky main contrib")
                .doesNotContain("commented", "security", "deb-src");
    }

    @Test
    void fetchesOnceOnly() throws IOException {
        Path working = workingApt();
        packages(working).etcd();
        Files.delete(record);

        packages(working).etcd();

        assertThat(record).doesNotExist();
    }

    @Test
    void fetchesAgainWhatIsDamaged() throws IOException {
        Path working = workingApt();
        Files.writeString(packages(working).etcd().path(), "#!/bin/sh\nexit 1\n");

        assertThat(packages(working).etcd().version()).isEqualTo("3.5.30");
    }

    @Test
    void takesTheNextSuiteWhereOneFails() throws IOException {
        Path apt = apt("grep -qr forky \"$sources\" && { echo no such suite; exit 100; }");

        assertThat(packages(apt).etcd().path()).isEqualTo(cache.resolve("etcd-trixie/usr/bin/etcd"));
    }

    @Test
    void failureNamesEverySuiteAndLeavesNothingBehind() throws IOException {
        Path failing = FakeEtcd.script(directory.resolve("apt-get"), "echo E: cannot resolve; exit 100");

        assertThatThrownBy(() -> packages(failing).etcd())
                .isInstanceOf(EtcdUnavailableException.class)
                .hasMessageContainingAll("forky: ", "trixie: ", "status 100", "E: cannot resolve");
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left.map(file -> file.getFileName().toString()).toList())
                    .isSubsetOf(List.of("etcd-forky.lock", "etcd-trixie.lock"));
        }
    }

    @Test
    void aMachineWithoutAptSaysSo() {
        assertThatThrownBy(() -> packages(directory.resolve("no-apt-get")).etcd())
                .isInstanceOf(EtcdUnavailableException.class)
                .hasMessageContaining("no-apt-get");
    }

    @Test
    void aMachineWithoutThatArchiveSaysSo() throws IOException {
        Files.delete(apt.resolve("sources.list.d/debian.sources"));

        assertThatThrownBy(() -> packages(workingApt()).etcd()).hasMessageContaining("no archive of suite bookworm");
    }

    @Test
    void anotherSystemIsLeftAlone() throws IOException {
        Files.writeString(osRelease, "ID=ubuntu\nVERSION_CODENAME=noble\n");

        assertThatThrownBy(() -> packages(workingApt()).etcd())
                .isInstanceOf(EtcdUnavailableException.class)
                .hasMessageContaining("ubuntu");
        assertThat(record).doesNotExist();
    }

    private void writeStanzas() throws IOException {
        Path parts = Files.createDirectories(apt.resolve("sources.list.d"));
        Files.writeString(parts.resolve("debian.sources"), STANZAS);
    }

    private Path workingApt() throws IOException {
        return apt(":");
    }

    /** An apt-get that records arguments and sources, does what it is told to, and on download leaves a package file. */
    private Path apt(String beforehand) throws IOException {
        return FakeEtcd.script(directory.resolve("apt-get"), """
                echo "$@" >> %1$s
                for option in "$@"; do
                  case "$option" in Dir::Etc::sourceparts=*) sources="${option#*=}";; esac
                done
                cat "$sources"/* >> %1$s
                %2$s
                case "$*" in *download*) touch etcd.deb;; esac
                exit 0\
                """.formatted(record, beforehand));
    }

    private DebianPackages packages(Path aptGet) {
        return new DebianPackages(apt, osRelease, cache, aptGet.toString(), dpkg.toString());
    }
}
