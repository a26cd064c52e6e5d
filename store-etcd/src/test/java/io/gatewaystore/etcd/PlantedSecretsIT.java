package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.testkit.etcd.EtcdAdmin;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.TlsMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever goes well or wrong, no secret is in what is logged at its most talkative, reported, or thrown. One logger is left out: gRPC's own
 * that shows the bytes of every frame, which cannot be told to leave some out (see SECURITY.md).
 */
class PlantedSecretsIT {

    private static final String FRAMES = "io.grpc.netty.shaded.io.grpc.netty.NettyClientHandler";
    private static final String PASSWORD = "planted-password-7f3a";
    private static final String WRONG_PASSWORD = "planted-wrong-password-5c1e";
    private static final String KEY_PASSWORD = "planted-key-password-9d2b";
    private static final String WRONG_KEY_PASSWORD = "planted-wrong-key-password-4e8c";
    private static final String VALUE = "planted-value-1b6f";

    @RegisterExtension
    static final EtcdExtension ETCD =
            EtcdExtension.builder().tls(TlsMode.MUTUAL_TLS).build();

    @TempDir
    Path directory;

    @BeforeAll
    static void demandPasswords() {
        EtcdAdmin admin = ETCD.admin();
        admin.addUser("planted", PASSWORD);
        admin.allow("planted", "everything", "");
        admin.enableAuthentication("root");
    }

    @Test
    void stayUnsaidWhenAllIsWell() throws Exception {
        String output = run(environment -> {});

        assertThat(output).contains("DONE", "as user 'planted'", "everything is logged");
        assertSilence(output);
    }

    @Test
    void stayUnsaidWhenThePasswordIsWrong() throws Exception {
        String output = run(environment -> environment.put("GATEWAY_STORE_ETCD_PASSWORD", WRONG_PASSWORD));

        assertThat(output).contains("AuthenticationException", "does not accept user 'planted'");
        assertSilence(output);
    }

    @Test
    void stayUnsaidWhenTheKeyCannotBeRead() throws Exception {
        String output =
                run(environment -> environment.put("GATEWAY_STORE_ETCD_PRIVATE_KEY_PASSWORD", WRONG_KEY_PASSWORD));

        assertThat(output).contains("ConfigurationException", "GATEWAY_STORE_ETCD_PRIVATE_KEY");
        assertSilence(output);
    }

    private void assertSilence(String output) throws IOException {
        Stream<String> passwords = Stream.of(PASSWORD, WRONG_PASSWORD, KEY_PASSWORD, WRONG_KEY_PASSWORD, VALUE)
                .flatMap(secret -> {
                    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
                    return Stream.of(
                            secret,
                            HexFormat.of().formatHex(bytes),
                            Base64.getEncoder().encodeToString(bytes));
                });
        Stream<String> keys =
                Stream.of(keyFile(), ETCD.certificates().clientKeyFile()).flatMap(PlantedSecretsIT::body);
        assertThat(output).doesNotContain(Stream.concat(passwords, keys).toList());
    }

    private static Stream<String> body(Path pem) {
        try {
            return Files.readAllLines(pem).stream().filter(line -> !line.startsWith("-----"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path keyFile() {
        return directory.resolve("encrypted-key.pem");
    }

    /** In a JVM of its own, since logging is set up once. */
    private String run(Consumer<Map<String, String>> change) throws IOException, InterruptedException {
        ETCD.certificates().client().writeEncryptedKey(keyFile(), KEY_PASSWORD);
        Map<String, String> environment = new HashMap<>(ETCD.environment());
        environment.put("GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE", keyFile().toString());
        environment.put("GATEWAY_STORE_ETCD_PRIVATE_KEY_PASSWORD", KEY_PASSWORD);
        environment.put("GATEWAY_STORE_ETCD_USERNAME", "planted");
        environment.put("GATEWAY_STORE_ETCD_PASSWORD", PASSWORD);
        change.accept(environment);
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                        "-Dorg.slf4j.simpleLogger.log." + FRAMES + "=info",
                        "-Duser.home=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Talkative.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    /** Opens, uses and checks the store of its environment, and shows all that there is to see. */
    static final class Talkative {

        private Talkative() {}

        public static void main(String[] arguments) {
            logEverything();
            StoreConfig config = StoreConfig.load();
            System.out.println(config);
            System.out.println(config.explain());
            show(() -> {
                try (Store store = Store.open(config)) {
                    store.put("k", Bytes.utf8(VALUE));
                    System.out.println(store + " " + store.get("k").orElseThrow());
                }
            });
            show(() -> System.out.println(ConnectionCheck.run(config)));
            System.out.println("DONE");
        }

        private static void logEverything() {
            Handler all = new ConsoleHandler();
            all.setLevel(Level.ALL);
            Logger root = Logger.getLogger("");
            List.of(root.getHandlers()).forEach(root::removeHandler);
            root.addHandler(all);
            root.setLevel(Level.ALL);
            root.fine("everything is logged");
        }

        private static void show(Runnable work) {
            try {
                work.run();
            } catch (StoreException e) {
                e.printStackTrace(System.out);
            }
        }
    }
}
