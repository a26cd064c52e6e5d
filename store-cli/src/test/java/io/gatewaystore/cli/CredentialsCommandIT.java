package io.gatewaystore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.testkit.etcd.EtcdBinary;
import io.gatewaystore.testkit.internal.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code storectl credentials} on one etcd that is stopped and started by commands. */
class CredentialsCommandIT {

    @TempDir
    private Path directory;

    private Path config;
    private Path conf;
    private Path pid;

    @BeforeEach
    void configure() throws Exception {
        config = directory.resolve("etcd.yml");
        conf = directory.resolve("gateway.conf");
        pid = directory.resolve("pid");
        List<Integer> ports = Ports.free("127.0.0.1", 2);
        int port = ports.get(0);
        int peer = ports.get(1);
        Files.writeString(config, """
                name: one
                data-dir: %s
                listen-client-urls: http://127.0.0.1:%d
                advertise-client-urls: http://127.0.0.1:%d
                listen-peer-urls: http://127.0.0.1:%d
                initial-advertise-peer-urls: http://127.0.0.1:%d
                initial-cluster: one=http://127.0.0.1:%d
                """.formatted(directory.resolve("data"), port, port, peer, peer, peer));
        Files.writeString(conf, "[store]\nbackend = etcd\netcd_hosts = 127.0.0.1:" + port + "\n");
        new ProcessBuilder("sh", "-c", startCommand()).start().waitFor();
    }

    private String startCommand() {
        return EtcdBinary.locate().path() + " --config-file " + config + " >" + directory.resolve("log")
                + " 2>&1 & echo $! >" + pid;
    }

    @AfterEach
    void end() throws Exception {
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    /** While it exists, etcd does not start with TLS. */
    private Path broken() {
        return directory.resolve("broken");
    }

    private StorectlRun.Result credentials(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "credentials",
                command,
                "--etcd-config",
                config.toString(),
                "--consumer",
                conf.toString(),
                "--stop-command",
                "kill $(cat " + pid + ")",
                "--start-command",
                "test ! -e " + broken() + " || ! grep -q server.crt " + config + " || exit 7; " + startCommand()));
        arguments.addAll(List.of(more));
        return StorectlRun.run(Map.of(), arguments.toArray(String[]::new));
    }

    @Test
    void turnsTlsOnAndOffAndSaysSo() throws Exception {
        String before = Files.readString(config);
        assertThat(credentials("status").status()).isEqualTo(4);

        assertThat(directory.resolve("etcd_credential-state"))
                .as("status leaves nothing")
                .doesNotExist();

        StorectlRun.Result enabled = credentials("enable", "--client-name", "gateway", "--san", "vip.example.com");
        assertThat(enabled.err()).contains("step 3 of 3: let etcd listen with mutual TLS");
        assertThat(enabled.out())
                .startsWith("enable succeeded: 1 member answers over mutual TLS; backup in " + directory);
        assertThat(enabled.status()).isZero();

        StorectlRun.Result status = credentials("status", "-o", "json");
        assertThat(status.status()).isZero();
        assertThat(status.out())
                .contains("\"state\":\"ON\"", "\"inconsistencies\":[]", "\"server.crt\":{\"subject\":\"CN=etcd server")
                .doesNotContain("PRIVATE");
        assertThat(StorectlRun.run(Map.of("GATEWAY_CONFIG", conf.toString()), "put", "key", "value")
                        .status())
                .isZero();

        assertThat(credentials("rotate").out()).startsWith("rotate succeeded");
        assertThat(credentials("status", "-o", "json").out()).contains("CN=gateway", "vip.example.com");
        assertThat(credentials("rollback").out())
                .isEqualToIgnoringNewLines(
                        "rollback succeeded: 1 member answers in plaintext; the credentials are removed");
        assertThat(Files.readString(config)).isEqualTo(before);
        assertThat(StorectlRun.run(Map.of("GATEWAY_CONFIG", conf.toString()), "get", "key")
                        .out())
                .isEqualTo("value\n");
    }

    @Test
    void tellsTheOperatorHowToProveWhatWasAppliedByHand() throws Exception {
        String endpoint = Files.readString(conf).strip().replaceFirst("(?s).*etcd_hosts = ", "");
        Path installed = directory.resolve("installed");
        Path deployment = Files.writeString(directory.resolve("deployment.yml"), """
                credentials: %s
                members:
                  - {name: one, endpoints: ['%s'], etcd-config: %s, consumers: [%s], credentials: %s}
                """.formatted(
                        directory.resolve("issued"), endpoint, config, conf, installed));
        Path bundles = directory.resolve("bundles");
        assertThat(StorectlRun.run(
                                Map.of(),
                                "credentials",
                                "bundle",
                                "--deployment",
                                deployment.toString(),
                                "--to",
                                bundles.toString())
                        .status())
                .isZero();
        end();

        String closing = StorectlRun.run(
                        Map.of(), "credentials", "apply", bundles.resolve("one").toString())
                .out()
                .strip();

        assertThat(closing).contains("prove it: storectl ").endsWith("'" + installed + "'");
        String[] proof =
                closing.replaceFirst(".*: storectl ", "").replace("'", "").split(" ");
        assertThat(StorectlRun.run(Map.of(), proof).status())
                .as("while etcd is stopped")
                .isNotZero();
        new ProcessBuilder("sh", "-c", startCommand()).start().waitFor();
        await("the proof").atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            StorectlRun.Result health = StorectlRun.run(Map.of(), proof);
            assertThat(health.out()).contains("https://" + endpoint);
            assertThat(health.status()).isZero();
        });
        assertThat(StorectlRun.run(Map.of(), "endpoint", "health", "--endpoints", "http://" + endpoint)
                        .status())
                .as("in plaintext")
                .isNotZero();
    }

    @Test
    void showsNoSecretOfItsFilesFromBeginningToEnd() throws Exception {
        Files.writeString(config, "initial-cluster-token: planted-in-etcd\n", StandardOpenOption.APPEND);
        Files.writeString(
                conf,
                "etcd_password = planted-in-store\n[application]\ntoken = planted-elsewhere\n",
                StandardOpenOption.APPEND);
        StringBuilder shown = new StringBuilder();
        Set<String> secrets = new HashSet<>(Set.of("planted-", "PRIVATE KEY"));

        Files.createFile(broken());
        show(3, shown, secrets, "enable");
        Files.delete(broken());
        show(0, shown, secrets, "enable");
        show(0, shown, secrets, "status");
        show(0, shown, secrets, "rotate");
        show(0, shown, secrets, "rotate", "--new-ca");
        show(0, shown, secrets, "status", "-o", "json");
        show(0, shown, secrets, "rollback");

        assertThat(Files.readString(conf)).contains("planted-in-store", "planted-elsewhere");
        assertThat(Files.readString(config)).contains("planted-in-etcd");
        assertThat(secrets.size()).as("lines of eight keys, and two more").isEqualTo(8 * 2 + 2);
        assertThat(shown).contains("Everything was put back", "ON", "\"subject\"", "\"step\"");
        assertThat(shown.toString()).doesNotContain(secrets);
    }

    /** Adds what people see of a command, and can read in its journal; and the keys that it leaves to the secrets. */
    private void show(int status, StringBuilder shown, Set<String> secrets, String command, String... more)
            throws IOException {
        StorectlRun.Result result = credentials(command, more);
        assertThat(result.status())
                .as("status of %s: %s", command, result.err())
                .isEqualTo(status);
        shown.append(result.out()).append(result.err());
        shown.append(Files.readString(directory.resolve("etcd_credential-state/journal.jsonl")));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path key :
                    files.filter(file -> file.toString().endsWith(".key")).toList()) {
                secrets.addAll(Files.readAllLines(key).stream()
                        .filter(line -> !line.startsWith("-----"))
                        .toList());
            }
        }
    }

    @Test
    void refusesWhatItCannotDoBeforeAnythingIsTouched() {
        StorectlRun.Result nothing = StorectlRun.run(Map.of(), "credentials", "enable");
        assertThat(nothing.status()).isEqualTo(2);
        assertThat(nothing.err()).contains("--etcd-config");
        assertThat(credentials("repair").status())
                .as("neither --complete nor --undo")
                .isEqualTo(2);

        assertThat(credentials("create").out()).startsWith("create succeeded: credentials in " + directory);
        assertThat(credentials("status").status()).isEqualTo(5);
        StorectlRun.Result again = credentials("enable");
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("are not overwritten");
        assertThat(credentials("enable", "--use-existing").status()).isZero();
    }

    @Test
    void refusesOptionsThatNameNothing() {
        assertRefused(credentials("enable", "--days", "0"), "--days is 0; expected: 1 to 36500");
        assertRefused(credentials("enable", "--ca-days", "9999999"), "--ca-days is 9999999");
        assertRefused(credentials("enable", "--san", "10.0.0.0/8"), "--san: '10.0.0.0/8' is no host name");
        assertRefused(credentials("enable", "--san", ""), "--san: ''");
        assertRefused(credentials("enable", "--client-name", " "), "--client-name has 1 characters");
        assertRefused(credentials("status", "--credentials-dir", "/nope"), "--credentials-dir has no part in");
        assertRefused(credentials("status", "--user", "root"), "--user has no part in");
        assertThat(directory.resolve("etcd_credential-state")).doesNotExist();
    }

    private static void assertRefused(StorectlRun.Result result, String message) {
        assertThat(result.err()).contains(message).doesNotContain("\tat ");
        assertThat(result.status()).isEqualTo(2);
    }

    @Test
    void issuesCredentialsBeforeThereIsAnEtcd() {
        Path target = directory.resolve("issued");

        StorectlRun.Result result = StorectlRun.run(
                Map.of(), "credentials", "create", "--directory", target.toString(), "--san", "etcd1.example.com");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualToIgnoringNewLines("create succeeded: credentials in " + target);
        assertThat(target.resolve("server.key")).exists();
    }

    @Test
    void credentialsBelongToTheOwnerThatIsAskedFor() throws IOException {
        PosixFileAttributes own = Files.readAttributes(directory, PosixFileAttributes.class);
        // Only root can give files away.
        boolean root = own.owner().getName().equals("root");
        String user = root ? "daemon" : own.owner().getName();
        String group = root ? "daemon" : own.group().getName();
        Path target = directory.resolve("owned");

        assertThat(create(target, user + ":" + group).status()).isZero();

        PosixFileAttributes key = Files.readAttributes(target.resolve("server.key"), PosixFileAttributes.class);
        assertThat(key.owner().getName()).isEqualTo(user);
        assertThat(key.group().getName()).isEqualTo(group);

        Path other = directory.resolve("other");
        assertRefused(create(other, "nobody-of-this-name"), "no user or group 'nobody-of-this-name'");
        assertRefused(create(other, user + ":no-such-group"), "no user or group 'no-such-group'");
        assertThat(other).doesNotExist();
    }

    private static StorectlRun.Result create(Path target, String owner) {
        return StorectlRun.run(Map.of(), "credentials", "create", "--directory", target.toString(), "--owner", owner);
    }
}
