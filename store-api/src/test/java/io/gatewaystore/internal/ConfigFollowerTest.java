package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConnectionFailedException;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.spi.BackendStores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A store follows its gateway.conf. */
@Timeout(60)
class ConfigFollowerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Waits beside the others, for the store to look at its file. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @Retention(RetentionPolicy.RUNTIME)
    private @interface WaitingTest {}

    private static final ByteArrayOutputStream LOG = new ByteArrayOutputStream();
    private static final PrintStream STDERR = System.err;

    @TempDir
    private Path directory;

    private final ReconfigurableBackend backend = new ReconfigurableBackend();
    private Path file;

    @BeforeAll
    static void keepLog() {
        System.setErr(new PrintStream(LOG, true, StandardCharsets.UTF_8));
    }

    @AfterAll
    static void showLog() {
        System.setErr(STDERR);
        STDERR.print(LOG.toString(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void writeFile() throws IOException {
        file = directory.resolve("gateway.conf");
        write("etcd_hosts = first", "etcd_username = u", "etcd_password = s3cret");
    }

    private void write(String... settings) throws IOException {
        write(file, settings);
    }

    private static void write(Path file, String... settings) throws IOException {
        Files.writeString(file, "[store]\nbackend = etcd\nfollow_config = true\n" + String.join("\n", settings) + "\n");
    }

    private Store open(Map<String, String> environment) {
        return BackendStores.over(backend, config(environment));
    }

    private StoreConfig config(Map<String, String> environment) {
        return StoreConfig.builder().environment(environment).configFile(file).build();
    }

    /** What was logged of this test's file. */
    private String logged() {
        return LOG.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(directory.toString()))
                .collect(Collectors.joining("\n"));
    }

    private List<String> hostsTaken() {
        return backend.taken().stream()
                .map(config -> config.etcd().endpoints().get(0).host())
                .toList();
    }

    private void awaitHosts(String... hosts) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(hostsTaken()).containsExactly(hosts));
    }

    private void awaitLog(String words) {
        await().atMost(PATIENCE).until(() -> logged().contains(words));
    }

    @WaitingTest
    void goesByEachNewContent() throws IOException {
        try (Store store = open(Map.of())) {
            write("etcd_hosts = second");
            awaitHosts("second");
            write("etcd_hosts = third");
            awaitHosts("second", "third");
            awaitLog(file + " has changed, and the store goes by it");
            assertThat(store).isNotNull();
        }
    }

    @WaitingTest
    void noticesASwappedLinkThoughNoTimeHasChanged() throws IOException {
        FileTime then = FileTime.fromMillis(0);
        Path one = Files.createDirectory(directory.resolve("one")).resolve("gateway.conf");
        Path two = Files.createDirectory(directory.resolve("two")).resolve("gateway.conf");
        write(one, "etcd_hosts = one");
        write(two, "etcd_hosts = two");
        Files.setLastModifiedTime(one, then);
        Files.setLastModifiedTime(two, then);
        Path link = Files.createSymbolicLink(directory.resolve("data"), one.getParent());
        file = link.resolve("gateway.conf");

        try (Store store = open(Map.of())) {
            Path fresh = Files.createSymbolicLink(directory.resolve("data.new"), two.getParent());
            Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

            awaitHosts("two");
            assertThat(store).isNotNull();
        }
    }

    @WaitingTest
    void staysAsItIsWhileTheFileIsBrokenOrGone() throws IOException {
        try (Store store = open(Map.of())) {
            write("etcd_hosts second");
            awaitLog("cannot be used");
            Files.delete(file);
            awaitLog("cannot be read");
            assertThat(hostsTaken()).isEmpty();

            write("etcd_hosts = second");

            awaitHosts("second");
            assertThat(logged()).contains("WARN").contains(file.toString()).doesNotContain("s3cret");
            assertThat(store).isNotNull();
        }
    }

    @WaitingTest
    void leavesWhatTheEnvironmentDecidesAndSaysSo() throws IOException {
        try (Store store = open(Map.of("GATEWAY_STORE_ETCD_HOSTS", "decided"))) {
            write("etcd_hosts = second", "etcd_request_timeout = 7s");

            awaitHosts("decided");
            assertThat(backend.taken().get(0).requestTimeout()).hasSeconds(7);
            assertThat(backend.taken().get(0).overridden()).isEqualTo(Map.of(StoreVariable.ETCD_HOSTS, "environment"));
            awaitLog("has no say in GATEWAY_STORE_ETCD_HOSTS (environment)");
            assertThat(store).isNotNull();
        }
    }

    @WaitingTest
    void saysThatAPasswordOfTheEnvironmentTakesTheSayFromAPasswordFile() throws IOException {
        try (Store store = open(Map.of("GATEWAY_STORE_ETCD_PASSWORD", "s3cret"))) {
            write("etcd_hosts = second", "etcd_username = u", "etcd_password_file = /not/looked/at");

            awaitHosts("second");
            awaitLog("has no say in GATEWAY_STORE_ETCD_PASSWORD_FILE (GATEWAY_STORE_ETCD_PASSWORD, environment)");
            assertThat(logged()).doesNotContain("s3cret");
            assertThat(store).isNotNull();
        }
    }

    @WaitingTest
    void triesAgainByItselfWhatCouldNotBeReached() throws IOException {
        Attempt refused = new Attempt("second:2379", ConnectionFailure.REFUSED, "nobody there", "Start it.");
        backend.refuseNext(new ConnectionFailedException(List.of(refused), null));

        try (Store store = open(Map.of())) {
            write("etcd_hosts = second");

            awaitLog("nobody there");
            awaitHosts("second");
            assertThat(store).isNotNull();
        }
    }

    @WaitingTest
    void refusesAnotherNamespace() throws IOException {
        try (Store store = open(Map.of())) {
            write("etcd_hosts = second", "namespace = elsewhere");

            awaitLog("GATEWAY_STORE_NAMESPACE");
            assertThat(hostsTaken()).isEmpty();
            assertThat(store).isNotNull();
        }
    }

    @WaitingTest
    void endsWhenTheFileSaysSo() throws IOException {
        ReconfigurableBackend other = new ReconfigurableBackend();
        try (Store store = open(Map.of());
                Store stubborn = BackendStores.over(other, config(Map.of("GATEWAY_STORE_FOLLOW_CONFIG", "true")))) {
            Files.writeString(file, "[store]\nbackend = etcd\netcd_hosts = second\n");
            awaitHosts("second");

            Files.writeString(file, "[store]\nbackend = etcd\netcd_hosts = third\n");

            await().atMost(PATIENCE)
                    .until(() -> other.taken().stream()
                            .anyMatch(config ->
                                    config.etcd().endpoints().get(0).host().equals("third")));
            assertThat(hostsTaken()).containsExactly("second");
            assertThat(List.of(store, stubborn)).hasSize(2);
        }
    }

    @WaitingTest
    void leavesTheLastWordToTheProgram() throws IOException {
        try (Store store = open(Map.of())) {
            StoreConfig explicit = config(Map.of()).toBuilder()
                    .etcdHosts("explicit")
                    .followConfig(false)
                    .build();
            store.reconfigure(explicit);
            write("etcd_hosts = second");

            ReconfigurableBackend other = new ReconfigurableBackend();
            awaitFollowed(other);
            assertThat(backend.taken()).containsExactly(explicit);
        }
    }

    /** Until a store that is opened now has seen the file change once more, which those opened before would have too. */
    private void awaitFollowed(ReconfigurableBackend other) throws IOException {
        try (Store witness = BackendStores.over(other, config(Map.of()))) {
            write("etcd_hosts = last");
            await().atMost(PATIENCE).until(() -> !other.taken().isEmpty());
            assertThat(witness).isNotNull();
        }
    }

    @WaitingTest
    void followsOnceHoweverOftenTheSameConfigurationTakesEffect() throws IOException {
        StoreConfig config = config(Map.of());
        try (Store store = BackendStores.over(backend, config)) {
            store.reconfigure(config);
            store.reconfigure(config);
            store.reconfigure(config);

            Attempt refused = new Attempt("second:2379", ConnectionFailure.REFUSED, "nobody there", "Start it.");
            for (int i = 0; i < 4; i++) {
                backend.refuseNext(new ConnectionFailedException(List.of(refused), null));
            }
            write("etcd_hosts = second");
            awaitLog("cannot be used");
            awaitFollowed(new ReconfigurableBackend());

            assertThat(logged().split("nobody there", -1)).hasSize(2);
        }
    }

    @WaitingTest
    void warnsOfWhatItGoesByAndNotOfWhatItCannotUse() throws IOException {
        Attempt refused = new Attempt("second:2379", ConnectionFailure.REFUSED, "nobody there", "Start it.");
        backend.refuseNext(new ConnectionFailedException(List.of(refused), null));
        backend.refuseNext(new ConnectionFailedException(List.of(refused), null));

        try (Store store = open(Map.of())) {
            write("etcd_hosts = second", "etcd_hots = typo");

            awaitHosts("second");
            awaitLog("the store goes by it");
            assertThat(logged().split("etcd_hots", -1)).hasSize(2);
            assertThat(store).isNotNull();
        }
    }
}
