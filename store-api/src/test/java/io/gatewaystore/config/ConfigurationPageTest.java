package io.gatewaystore.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds {@code docs/configuration.md} and the code equal. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of(System.getProperty("basedir", "."), "..", "docs", "configuration.md");
    private static final Pattern NAME = Pattern.compile("GATEWAY_STORE_[A-Z_]*[A-Z]");

    @TempDir
    private Path directory;

    private String page = "";

    @BeforeEach
    void readPage() throws IOException {
        page = Files.readString(PAGE);
    }

    @Test
    void theTableListsExactlyTheSettingsOfTheCode() {
        List<String> rows = page.lines()
                .filter(line -> line.startsWith("| `GATEWAY_STORE_"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(StoreVariable.values())
                        .map(ConfigurationPageTest::row)
                        .toList());
    }

    private static String row(StoreVariable variable) {
        String defaultValue =
                variable.defaultValue().map(text -> "`" + text + "`").orElse("–");
        return "| `" + variable.variableName() + "` | `" + variable.configKey() + "` | " + defaultValue + " | "
                + variable.description() + " | " + variable.accepted() + " |";
    }

    @Test
    void thePageNamesNoOtherVariable() {
        List<String> known = Arrays.stream(StoreVariable.values())
                .map(StoreVariable::variableName)
                .toList();

        assertThat(NAME.matcher(page).results().map(MatchResult::group)).isSubsetOf(known);
    }

    @Test
    void theExampleFileLoadsApartFromItsCertificate() throws IOException {
        List<String> blocks = blocks("ini");
        assertThat(blocks).hasSize(1);
        Path conf = Loading.file(directory, "gateway.conf", withFiles(blocks.get(0)));

        StoreConfig config = Loading.loadFile(conf);

        assertThat(config.etcd().endpoints()).hasSize(3);
        assertThat(config.etcd().tls()).isPresent();
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void theThreeModesLoadAsPrinted() throws IOException {
        List<String> blocks = blocks("sh");
        assertThat(blocks).hasSize(3);
        List<EtcdConfig> modes = blocks.stream()
                .map(block -> Loading.load(assignments(withFiles(block))))
                .peek(config -> assertThat(config.warnings()).isEmpty())
                .map(StoreConfig::etcd)
                .toList();

        assertThat(modes.get(0).tls()).isEmpty();
        assertThat(modes.get(1).tls().orElseThrow().clientCertAuth()).isFalse();
        assertThat(modes.get(2).tls().orElseThrow().clientCertAuth()).isTrue();
    }

    /** The example with its paths turned to files that exist. */
    private String withFiles(String block) {
        Loading.file(directory, "ca.crt", Loading.CERTIFICATE);
        Loading.file(directory, "client.crt", Loading.CERTIFICATE);
        Loading.file(directory, "client.key", Loading.KEY);
        return block.replace("/path/to", directory.toString())
                .replace("/etc/gateway/certificates", directory.toString());
    }

    private List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static Map<String, String> assignments(String block) {
        Map<String, String> variables = new LinkedHashMap<>();
        block.lines().forEach(line -> {
            int equals = line.indexOf('=');
            variables.put(line.substring(0, equals), line.substring(equals + 1).replace("\"", ""));
        });
        return variables;
    }

    @Test
    void theProblemsShownAreThoseThatAreReported() throws IOException {
        Path certificate = Loading.file(directory, "client.crt", Loading.CERTIFICATE);
        Path conf = Loading.file(
                directory,
                "gateway.conf",
                "[store]\netcd_private_key_file = " + certificate + "\netcd_certificate_file = " + certificate + "\n");
        List<String> problems = Loading.problems(StoreConfig.builder()
                .environment(Loading.variables(
                        "BACKEND", "etcd",
                        "ETCD_USE_TLS", "true",
                        "ETCD_CLIENT_CERT_AUTH", "true",
                        "ETCD_HOSTS", "etcd1:99999",
                        "ETCD_REQUEST_TIMEOUT", "5"))
                .configFile(conf));

        assertThat(problems)
                .hasSize(3)
                .allSatisfy(problem -> assertThat(page)
                        .contains("  "
                                + problem.replace(conf.toString(), "/etc/gateway/gateway.conf")
                                        .replace(certificate.toString(), "/etc/gateway/certificates/client.crt")
                                + "\n"));
    }
}
