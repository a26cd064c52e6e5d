package io.gatewaystore.credentials.procedure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One etcd that is started and stopped by scripts, as an operator would, from the configuration file that the commands edit. */
final class OperatedMember {

    /** How etcd is configured. */
    enum Form {
        YAML("etcd.yml"),
        ENVIRONMENT("etcd.env"),
        COMMAND("etcd.ini");

        private final String fileName;

        Form(String fileName) {
            this.fileName = fileName;
        }
    }

    /** Runs etcd in its place: as somebody else, or in another network. */
    record Surroundings(String prefix, int user) {
        static final Surroundings NONE = new Surroundings("", 0);
    }

    /** As in the configuration that etcd comes with: TLS settings that set nothing. */
    private static final String YAML_SAMPLE = """

            client-transport-security:
              # Path to the client server TLS cert file.
              cert-file:

              # Path to the client server TLS key file.
              key-file:

              # Enable client cert authentication.
              client-cert-auth: false

              # Path to the client server TLS trusted CA cert file.
              trusted-ca-file:
            # the end""";

    private final String name;
    private final String host;
    private final int port;
    private final Path directory;
    private final Path etcd;
    private final Form form;
    private final Surroundings surroundings;
    private final Map<Path, String> originals = new HashMap<>();

    OperatedMember(
            String name, String host, int port, Path directory, Path etcd, Form form, Surroundings surroundings) {
        this.name = name;
        this.host = host;
        this.port = port;
        this.directory = directory;
        this.etcd = etcd;
        this.form = form;
        this.surroundings = surroundings;
    }

    String name() {
        return name;
    }

    boolean isElsewhere() {
        return !surroundings.prefix().isEmpty();
    }

    String endpoint() {
        return host + ":" + port;
    }

    String peer() {
        return name + "=http://" + host + ":" + (port + 1);
    }

    Path config() {
        return directory.resolve("etc").resolve(form.fileName);
    }

    Path gatewayConf() {
        return directory.resolve("etc/gateway.conf");
    }

    Path credentials() {
        return directory.resolve("etc/etcd_credential");
    }

    Path log() {
        return directory.resolve("etcd.log");
    }

    Path data() {
        return directory.resolve("data");
    }

    Path directory() {
        return directory;
    }

    Member member(String remoteHost) {
        return new Member(
                name,
                remoteHost,
                List.of(),
                config(),
                List.of(gatewayConf()),
                credentials(),
                "",
                "sh " + directory.resolve("stop.sh"),
                "sh " + directory.resolve("start.sh"));
    }

    /** Writes configuration and scripts. The comments hold the words that an edit by search and replace would fall for. */
    void prepare(List<OperatedMember> cluster, List<String> allEndpoints) {
        String peers = cluster.stream().map(OperatedMember::peer).collect(Collectors.joining(","));
        boolean alone = cluster.size() == 1;
        Map<String, String> settings = new java.util.LinkedHashMap<>();
        settings.put("name", name);
        settings.put("data-dir", data().toString());
        settings.put("listen-client-urls", "http://" + endpoint());
        settings.put("advertise-client-urls", "http://" + endpoint());
        settings.put("listen-peer-urls", "http://" + host + ":" + (port + 1));
        settings.put("initial-advertise-peer-urls", "http://" + host + ":" + (port + 1));
        settings.put("initial-cluster", peers);
        settings.put("initial-cluster-state", "new");
        // One member has nobody to wait for.
        settings.put("heartbeat-interval", alone ? "20" : "100");
        settings.put("election-timeout", alone ? "200" : "1000");
        create(directory.resolve("etc"));
        create(data());
        write(
                config(),
                switch (form) {
                    case YAML -> yaml(settings);
                    case ENVIRONMENT -> environment(settings);
                    case COMMAND -> command(settings);
                });
        write(gatewayConf(), """
                # etcd_hosts = 'commented:2379'
                [store]
                backend = etcd
                # all of them:
                etcd_hosts = '%s'
                etcd_use_tls = false
                etcd_client_cert_auth = false

                [application]
                cluster_id = cluster_1
                """.formatted(String.join(" ", allEndpoints)));
        write(directory.resolve("start.sh"), startScript());
        write(directory.resolve("stop.sh"), stopScript("TERM"));
        write(directory.resolve("kill.sh"), stopScript("KILL"));
        for (Path file : edited()) {
            originals.put(file, read(file));
        }
        own();
    }

    private static String yaml(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + ": " + setting.getValue())
                .collect(Collectors.joining("\n", "# listen-client-urls: https://never\n", YAML_SAMPLE));
    }

    private static String environment(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> "ETCD_"
                        + setting.getKey().toUpperCase(java.util.Locale.ROOT).replace('-', '_') + "=\""
                        + setting.getValue() + "\"")
                .collect(Collectors.joining(
                        "\n",
                        "# ETCD_LISTEN_CLIENT_URLS=\"https://never\"\n",
                        "\nETCD_CLIENT_CERT_AUTH=false\nETCD_CERT_FILE=\"\"\n"));
    }

    private String command(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(
                        " ",
                        "; command=not this one\n[program:etcd]\ncommand=" + etcd + " ",
                        " --client-cert-auth=false\nautostart=true\n"));
    }

    private String startScript() {
        String run = switch (form) {
            case YAML -> etcd + " --config-file " + config();
            case ENVIRONMENT -> "sh -c 'set -a; . " + config() + "; exec " + etcd + "'";
            case COMMAND -> "sh -c \"exec $(sed -n 's/^command=//p' " + config() + ")\"";
        };
        String identity = surroundings.user() == 0
                ? ""
                : "setpriv --reuid " + surroundings.user() + " --regid " + surroundings.user() + " --clear-groups ";
        return """
                [ -s %1$s ] && kill -0 "$(cat %1$s)" 2>/dev/null && exit 0
                %2$s%3$s%4$s >>%5$s 2>&1 </dev/null &
                echo $! >%1$s
                """.formatted(pid(), surroundings.prefix(), identity, run, log());
    }

    private Path pid() {
        return directory.resolve("etcd.pid");
    }

    void start() {
        Scripts.run(directory.resolve("start.sh"));
    }

    void stop() {
        Scripts.run(directory.resolve("stop.sh"));
    }

    /** Without a goodbye, as a crash of the machine. */
    void end() {
        Scripts.run(directory.resolve("kill.sh"));
    }

    /**
     * What does not end within a second is killed, as supervisors do sooner or later: etcd waits for the streams of its clients, up to seven seconds. What
     * has ended and nobody has asked for the status of, is gone: in a container that may take a second. It has ended when its last thread has: until then
     * its ports are taken.
     */
    private String stopScript(String signal) {
        return """
                [ -s %1$s ] || exit 0
                pid=$(cat %1$s)
                kill -%2$s "$pid" 2>/dev/null
                rounds=0
                while kill -0 "$pid" 2>/dev/null; do
                  if grep -q '^State:.Z' "/proc/$pid/status" 2>/dev/null && [ "$(ls "/proc/$pid/task" 2>/dev/null | wc -l)" -le 1 ]; then break; fi
                  sleep 0.02
                  rounds=$((rounds + 1))
                  [ $rounds != 50 ] || kill -KILL "$pid" 2>/dev/null
                done
                rm -f %1$s
                """.formatted(pid(), signal);
    }

    /** The files that commands edit. */
    List<Path> edited() {
        return List.of(config(), gatewayConf());
    }

    /** The files whose content is not what it was. */
    List<Path> changed() {
        return originals.entrySet().stream()
                .filter(original -> !read(original.getKey()).equals(original.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    void restoreFiles() {
        originals.forEach(OperatedMember::write);
        own();
    }

    /** As by an upgrade of the package that etcd came with. */
    void restoreConfig() {
        write(config(), Objects.requireNonNull(originals.get(config()), "prepared"));
    }

    private void own() {
        if (surroundings.user() == 0) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.toList()) {
                Files.setAttribute(path, "unix:uid", surroundings.user());
                Files.setAttribute(path, "unix:gid", surroundings.user());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void create(Path directory) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
