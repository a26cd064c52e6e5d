package io.gatewaystore.credentials.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form of a file, edited as the golden files say, byte for byte, and back. */
class GoldenEditsTest {

    private static final Path CREDENTIALS = Path.of("/etc/etcd_credential");
    private static final TlsPaths SERVER = new TlsPaths(
            CREDENTIALS.resolve("ca.crt"), CREDENTIALS.resolve("server.crt"), CREDENTIALS.resolve("server.key"));
    private static final TlsPaths CLIENT = new TlsPaths(
            CREDENTIALS.resolve("ca.crt"), CREDENTIALS.resolve("client.crt"), CREDENTIALS.resolve("client.key"));

    @TempDir
    Path directory;

    static Stream<Golden> etcd() {
        return Golden.in("etcd").flatMap(golden -> golden.variants().stream());
    }

    static Stream<Golden> consumers() {
        return Golden.in("consumer").flatMap(golden -> golden.variants().stream());
    }

    @ParameterizedTest
    @MethodSource("etcd")
    void etcdIsLedToEachTransportAndBack(Golden golden) throws IOException {
        Path path = write(golden, golden.before());
        assertThat(EtcdConfigFile.read(path).transport()).isEqualTo(Transport.PLAIN);
        assertThat(EtcdConfigFile.read(path).planPlain().isEmpty()).isTrue();

        FileEdit both = EtcdConfigFile.read(path).planTls(Transport.BOTH, SERVER);
        both.apply();
        assertThat(Files.readString(path)).isEqualTo(golden.text("both"));
        assertThat(EtcdConfigFile.read(path).transport()).isEqualTo(Transport.BOTH);

        FileEdit mutual = EtcdConfigFile.read(path).planTls(Transport.MUTUAL_TLS, SERVER);
        mutual.apply();
        assertThat(Files.readString(path)).isEqualTo(golden.text("tls"));
        assertThat(EtcdConfigFile.read(path).transport()).isEqualTo(Transport.MUTUAL_TLS);

        assertThat(mutual.revert()).isEmpty();
        assertThat(Files.readString(path)).isEqualTo(golden.text("both"));
        assertThat(both.revert()).isEmpty();
        assertThat(Files.readString(path)).isEqualTo(golden.before());
    }

    @ParameterizedTest
    @MethodSource("etcd")
    void etcdIsLedToMutualTlsInOneStep(Golden golden) throws IOException {
        Path path = write(golden, golden.before());

        FileEdit edit = EtcdConfigFile.read(path).planTls(Transport.MUTUAL_TLS, SERVER);
        edit.apply();

        assertThat(Files.readString(path)).isEqualTo(golden.text("tls"));
        assertThat(EtcdConfigFile.read(path)
                        .planTls(Transport.MUTUAL_TLS, SERVER)
                        .isEmpty())
                .isTrue();
        assertThatRevertingCanBeUndone(edit, path);
        assertThat(edit.revert()).isEmpty();
        assertThat(Files.readString(path)).isEqualTo(golden.before());
    }

    private static void assertThatRevertingCanBeUndone(FileEdit edit, Path path) throws IOException {
        String edited = Files.readString(path);
        FileEdit revert = edit.planRevert().edit();
        revert.apply();
        assertThat(revert.revert()).isEmpty();
        assertThat(Files.readString(path)).isEqualTo(edited);
    }

    @ParameterizedTest
    @MethodSource("etcd")
    void etcdIsLedBackToPlaintextWithoutTheEdit(Golden golden) throws IOException {
        Path path = write(golden, golden.text("tls"));

        FileEdit edit = EtcdConfigFile.read(path).planPlain();
        edit.apply();

        EtcdConfigFile plain = EtcdConfigFile.read(path);
        assertThat(plain.transport()).isEqualTo(Transport.PLAIN);
        assertThat(plain.settings())
                .extracting(Setting::name)
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).matches(".*(cert|key.file|trusted).*"));
        assertThat(edit.revert()).isEmpty();
        assertThat(Files.readString(path)).isEqualTo(golden.text("tls"));
    }

    @ParameterizedTest
    @MethodSource("consumers")
    void consumersAreLedToTlsAndBack(Golden golden) throws IOException {
        Path path = write(golden, golden.before());
        assertThat(ConsumerConfigFile.read(path).transport()).isEqualTo(Transport.PLAIN);
        assertThat(ConsumerConfigFile.read(path).planPlain().isEmpty()).isTrue();

        FileEdit edit = ConsumerConfigFile.read(path).planTls(CLIENT);
        edit.apply();

        assertThat(Files.readString(path)).isEqualTo(golden.text("tls"));
        ConsumerConfigFile secured = ConsumerConfigFile.read(path);
        assertThat(secured.transport()).isEqualTo(Transport.MUTUAL_TLS);
        assertThat(secured.endpoints()).isNotEmpty().allMatch(endpoint -> endpoint.startsWith("https://"));
        assertThat(secured.planTls(CLIENT).isEmpty()).isTrue();
        assertThatRevertingCanBeUndone(edit, path);
        assertThat(edit.revert()).isEmpty();
        assertThat(Files.readString(path)).isEqualTo(golden.before());
    }

    @ParameterizedTest
    @MethodSource("consumers")
    void consumersAreLedBackToPlaintextWithoutTheEdit(Golden golden) throws IOException {
        Path path = write(golden, golden.text("tls"));

        FileEdit edit = ConsumerConfigFile.read(path).planPlain();
        edit.apply();

        assertThat(ConsumerConfigFile.read(path).transport()).isEqualTo(Transport.PLAIN);
        assertThat(edit.revert()).isEmpty();
        assertThat(Files.readString(path)).isEqualTo(golden.text("tls"));
    }

    @Test
    void thereAreFilesToEdit() {
        assertThat(etcd()).hasSizeGreaterThan(30);
        assertThat(consumers()).hasSizeGreaterThan(20);
    }

    private Path write(Golden golden, String text) throws IOException {
        return Files.writeString(
                directory.resolve(golden.name().contains(".toml") ? "cluster.toml" : "configuration"), text);
    }
}
