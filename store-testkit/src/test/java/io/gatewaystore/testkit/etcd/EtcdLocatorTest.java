package io.gatewaystore.testkit.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcdLocatorTest {

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();
    private Supplier<EtcdBinary> packages = () -> {
        throw new EtcdUnavailableException("no such package");
    };
    private Function<String, EtcdBinary> release = suite -> {
        throw new EtcdUnavailableException("no " + suite);
    };
    private Optional<String> containerTrouble = Optional.of("no container engine");

    @TempDir
    private Path directory;

    @Test
    void theNamedFileComesFirst() throws IOException {
        Path named = FakeEtcd.ofVersion(directory.resolve("named"), "3.6.1");
        environment.put("ETCD_BIN", named.toString());
        putOnPath(FakeEtcd.ofVersion(directory.resolve("path"), "3.5.30"));

        EtcdBinary found = locator().binary();

        assertThat(found.path()).isEqualTo(named);
        assertThat(found.version()).isEqualTo("3.6.1");
    }

    @Test
    void aNamedFileThatIsTooOldIsNotPassedOver() throws IOException {
        environment.put(
                "ETCD_BIN",
                FakeEtcd.ofVersion(directory.resolve("named"), "3.4.30").toString());
        putOnPath(FakeEtcd.ofVersion(directory.resolve("path"), "3.5.30"));

        assertThatThrownBy(() -> locator().any())
                .isInstanceOf(EtcdUnavailableException.class)
                .hasMessageContainingAll("ETCD_BIN", "3.4.30", "older than 3.5");
    }

    @Test
    void aNamedFileThatDoesNotExistIsNotPassedOver() throws IOException {
        environment.put("ETCD_BIN", directory.resolve("nothing").toString());
        putOnPath(FakeEtcd.ofVersion(directory.resolve("path"), "3.5.30"));

        assertThatThrownBy(() -> locator().any()).hasMessageContainingAll("ETCD_BIN", "nothing is not a file");
    }

    @Test
    void aNamedFileThatIsNotEtcdIsNotPassedOver() throws IOException {
        Path other = FakeEtcd.script(directory.resolve("other"), "echo something else; exit 3");
        environment.put("ETCD_BIN", other.toString());

        assertThatThrownBy(() -> locator().any())
                .hasMessageContainingAll("does not answer like etcd", "status 3", "something else");
    }

    @Test
    void aNamedFileThatMayNotBeRunIsNotPassedOver() throws IOException {
        Path file = Files.writeString(directory.resolve("text"), "x");
        environment.put("ETCD_BIN", file.toString());

        assertThatThrownBy(() -> locator().any()).hasMessageContaining("is not executable");
    }

    @Test
    void anOldEtcdOnThePathIsPassedOverForALaterOne() throws IOException {
        Path old = FakeEtcd.ofVersion(directory.resolve("old"), "3.4.23");
        Path good = FakeEtcd.ofVersion(directory.resolve("good"), "3.5.0");
        putOnPath(old, good);

        assertThat(locator().binary().path()).isEqualTo(good);
    }

    @Test
    void whatThePathLacksThePackagesHave() throws IOException {
        Path packaged = FakeEtcd.ofVersion(directory.resolve("packaged"), "3.5.30");
        packages = () -> EtcdBinary.of(packaged);
        putOnPath(FakeEtcd.ofVersion(directory.resolve("old"), "3.4.23"));

        EtcdSource found = locator().any();

        assertThat(found.description()).isEqualTo("binary " + packaged);
    }

    @Test
    void aContainerIsTheLastResort() {
        containerTrouble = Optional.empty();

        assertThat(locator().any().description()).isEqualTo("container " + EtcdLocator.PUBLIC_IMAGE);
    }

    @Test
    void nothingFoundNamesEverythingThatWasTried() throws IOException {
        putOnPath(FakeEtcd.ofVersion(directory.resolve("old"), "3.4.23"));

        assertThatThrownBy(() -> locator().any())
                .isInstanceOf(EtcdUnavailableException.class)
                .hasMessageContainingAll(
                        "ETCD_BIN: not set",
                        "PATH: ",
                        "3.4.23",
                        "package manager: no such package",
                        "container " + EtcdLocator.PUBLIC_IMAGE + ": no container engine");
    }

    @Test
    void anEmptyPathSaysSo() {
        assertThatThrownBy(() -> locator().binary()).hasMessageContaining("PATH: no etcd on it");
    }

    @Test
    void aContainerOnRequestComesBeforeTheNamedFile() throws IOException {
        environment.put("ETCD_BIN", FakeEtcd.ofVersion(directory, "3.5.30").toString());
        environment.put("GATEWAY_STORE_TEST_ETCD", "container");
        environment.put("GATEWAY_STORE_TEST_ETCD_IMAGE", "mine:1");

        assertThat(locator().any().description()).isEqualTo("container mine:1");
    }

    @Test
    void propertiesComeBeforeTheEnvironment() throws IOException {
        Path named = FakeEtcd.ofVersion(directory, "3.5.30");
        environment.put("ETCD_BIN", named.toString());
        environment.put("GATEWAY_STORE_TEST_ETCD", "container");
        properties.put("GATEWAY_STORE_TEST_ETCD", "binary");

        assertThat(locator().any().description()).isEqualTo("binary " + named);
    }

    @Test
    void anUnknownKindIsAnError() {
        environment.put("GATEWAY_STORE_TEST_ETCD", "docker");

        assertThatThrownBy(() -> locator().any())
                .hasMessage("GATEWAY_STORE_TEST_ETCD: docker (expected: binary or container)");
    }

    @Test
    void anOldSeriesComesFromTheReleaseThatHasIt() throws IOException {
        Path old = FakeEtcd.ofVersion(directory, "3.4.23");
        release = suite -> EtcdBinary.of(suite.equals("bookworm") ? old : directory.resolve(suite));

        assertThat(locator().ofSeries("3.4").path()).isEqualTo(old);
    }

    @Test
    void anOldSeriesMayBeNamed() throws IOException {
        Path old = FakeEtcd.ofVersion(directory, "3.4.30");
        environment.put("ETCD_BIN_3_4", old.toString());

        assertThat(locator().ofSeries("3.4").path()).isEqualTo(old);
    }

    @Test
    void anotherSeriesThanTheOneAskedForIsRefused() throws IOException {
        environment.put("ETCD_BIN_3_4", FakeEtcd.ofVersion(directory, "3.5.30").toString());

        assertThatThrownBy(() -> locator().ofSeries("3.4")).hasMessageContainingAll("3.5.30", "ETCD_BIN_3_4");
        assertThatThrownBy(() -> locator().ofSeries("3.3")).hasMessageContaining("no etcd 3.3");
    }

    @Test
    void theToolBesideTheServerIsFound() throws IOException {
        Path etcd = FakeEtcd.ofVersion(directory, "3.5.30");
        assertThat(EtcdBinary.of(etcd).etcdctl()).isEmpty();

        Path tool = FakeEtcd.script(directory.resolve("etcdctl"), "");

        assertThat(EtcdBinary.of(etcd).etcdctl()).contains(tool);
    }

    private void putOnPath(Path... files) {
        StringBuilder path = new StringBuilder(directory.resolve("missing").toString());
        for (Path file : files) {
            path.append(File.pathSeparator).append(file.getParent());
        }
        environment.put("PATH", path.toString());
    }

    private EtcdLocator locator() {
        return new EtcdLocator(environment, properties, packages, release, () -> containerTrouble);
    }
}
