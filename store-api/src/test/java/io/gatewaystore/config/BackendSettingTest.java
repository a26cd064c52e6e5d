package io.gatewaystore.config;

import static io.gatewaystore.config.Loading.file;
import static io.gatewaystore.config.Loading.load;
import static io.gatewaystore.config.Loading.variables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendSettingTest {

    @TempDir
    private Path directory;

    @Test
    void aVariableThatBeginsWithTheBackendsNameIsItsOwn() {
        StoreConfig config = load("BACKEND", "File", "FILE_DIRECTORY", " /data\n");

        assertThat(config.backendSetting("directory"))
                .contains(new BackendSetting("directory", "GATEWAY_STORE_FILE_DIRECTORY", "environment", "/data"));
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void soIsAKeyOfTheFile() {
        Path conf = file(directory, "gateway.conf", "[store]\nbackend = file\nFILE_directory = '/data'\n");

        StoreConfig config = Loading.loadFile(conf);

        assertThat(config.backendSetting("directory"))
                .contains(new BackendSetting(
                        "directory", "GATEWAY_STORE_FILE_DIRECTORY", conf + " [store] file_directory", "/data"));
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void placesHaveTheUsualPrecedenceAndEmptyMeansUnset() {
        Path conf = file(
                directory,
                "gateway.conf",
                "[store]\nbackend = file\nfile_a = file\nfile_b = file\nfile_c = file\nfile_d = file\n");
        StoreConfig config = StoreConfig.builder()
                .environment(variables("FILE_A", " ", "FILE_B", "environment", "FILE_C", "environment", "FILE_D", "x"))
                .configFile(conf)
                .backendSetting("c", "builder")
                .backendSetting("d", "")
                .build();

        assertThat(config.backendSetting("a")).map(BackendSetting::value).contains("file");
        assertThat(config.backendSetting("b")).map(BackendSetting::value).contains("environment");
        assertThat(config.backendSetting("c")).map(BackendSetting::value).contains("builder");
        assertThat(config.backendSetting("d")).isEmpty();
    }

    @Test
    void aDashInTheBackendsNameIsAnUnderscoreInItsSettings() {
        assertThat(load("BACKEND", "my-sql", "MY_SQL_URL", "u").backendSetting("url"))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "etcd"})
    void theBackendsOfThisLibraryHaveNone(String backend) {
        String prefix = backend.toUpperCase(java.util.Locale.ROOT);
        StoreConfig config = load("BACKEND", backend, prefix + "_COLOUR", "blue");

        assertThat(config.backendSetting("colour")).isEmpty();
        assertThat(config.warnings())
                .containsExactly("GATEWAY_STORE_" + prefix + "_COLOUR (environment): unknown, ignored");
    }

    @Test
    void aSettingOfABackendThatIsNotChosenIsUnknown() {
        assertThat(load("BACKEND", "toy", "FILE_DIRECTORY", "/data").warnings())
                .containsExactly("GATEWAY_STORE_FILE_DIRECTORY (environment): unknown, ignored");
    }

    @Test
    void aMisspeltSettingIsReportedWithTheNearestThatTheBackendKnows() {
        StoreConfig config = load("BACKEND", "file", "FILE_DIRECTROY", "/data", "FILE_MODE", "x");

        assertThat(config.unknownBackendSettings(Set.of("directory", "mode")))
                .containsExactly("GATEWAY_STORE_FILE_DIRECTROY (environment): unknown to the backend, ignored; did you"
                        + " mean GATEWAY_STORE_FILE_DIRECTORY?");
    }

    @Test
    void theSameKeyTwiceIsAProblem() {
        Path conf = file(directory, "gateway.conf", "[store]\nbackend = file\nfile_a = 1\nfile_a = 2\n");

        assertThat(Loading.problems(StoreConfig.builder().environment(Map.of()).configFile(conf)))
                .containsExactly("GATEWAY_STORE_FILE_A (" + conf + " [store] file_a): is set more than once");
    }

    @Test
    void whatMayBeSecretIsNotShown() {
        StoreConfig config = load("BACKEND", "file", "FILE_PASSPHRASE", "hunter2");

        assertThat(config.explain()).containsPattern("GATEWAY_STORE_FILE_PASSPHRASE +\\*\\*\\* +environment\n");
        assertThat(config.explain() + config + config.backendSetting("passphrase"))
                .doesNotContain("hunter2");
    }

    @Test
    void aProblemNamesVariableAndSource() {
        BackendSetting setting = load("BACKEND", "file", "FILE_DIRECTORY", "/data")
                .backendSetting("directory")
                .orElseThrow();

        assertThat(setting.problem("is not a directory"))
                .hasToString("GATEWAY_STORE_FILE_DIRECTORY (environment): is not a directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Directory", "a-b", "_a", "a b"})
    void aNameThatNoVariableCouldHaveIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreConfig.builder().backendSetting(name, "x"))
                .withMessageContaining("name");
    }
}
