package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.credentials.config.TlsPaths;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.host.OnNode;
import io.gatewaystore.credentials.host.PrivateDirectories;
import io.gatewaystore.credentials.proof.MemberAccess;
import io.gatewaystore.testkit.etcd.EtcdBinary;
import io.gatewaystore.testkit.internal.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Real members in directories, and at addresses, of their own, with data in them. */
final class OperatedCluster implements AutoCloseable {

    static final int ANSWER_SECONDS = 60;

    private static final int KEYS = 20;
    private static final String NAMESPACE = "gateway-store-";
    private static final String STORECTL =
            Programs.java(OnNode.class).stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    private static final List<OperatedMember.Form> FORMS =
            List.of(OperatedMember.Form.YAML, OperatedMember.Form.ENVIRONMENT, OperatedMember.Form.COMMAND);

    private final Path root;
    private final List<OperatedMember> members;

    private OperatedCluster(Path root, List<OperatedMember> members) {
        this.root = root;
        this.members = members;
    }

    /** On addresses of the loopback network. */
    static OperatedCluster onLoopback(int size) {
        return start(
                size,
                i -> "127.0.0." + (i + 1),
                i -> isRoot() ? new OperatedMember.Surroundings("", 61_001 + i) : OperatedMember.Surroundings.NONE);
    }

    /** On the network that was asked for: of this machine, or namespaces whose members are reached by a command that runs there. */
    static OperatedCluster ofThree() {
        return "namespaces".equals(System.getProperty("gatewaystore.credentials.networks"))
                ? start(
                        3,
                        i -> "10.203.0.1" + (i + 1),
                        i -> new OperatedMember.Surroundings(
                                "ip netns exec " + NAMESPACE + "m" + (i + 1) + " ", 61_001 + i))
                : onLoopback(3);
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    static OperatedCluster start(
            int size, IntFunction<String> host, IntFunction<OperatedMember.Surroundings> surroundings) {
        try {
            Path root = Files.createTempDirectory("operated");
            // Others than root may pass, and find the program.
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
            Path etcd = Files.copy(EtcdBinary.locate().path(), root.resolve("etcd"));
            Files.setPosixFilePermissions(etcd, PosixFilePermissions.fromString("rwxr-xr-x"));
            List<OperatedMember> members = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                members.add(new OperatedMember(
                        "m" + (i + 1),
                        host.apply(i),
                        freePort(),
                        root.resolve("m" + (i + 1)),
                        etcd,
                        FORMS.get(i % FORMS.size()),
                        surroundings.apply(i)));
            }
            return new OperatedCluster(root, List.copyOf(members)).started();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OperatedCluster started() {
        boolean filled = false;
        members.forEach(member -> member.prepare(members, endpoints()));
        try {
            members.forEach(OperatedMember::start);
            awaitAll(Transport.PLAIN);
            fill();
            filled = true;
            return this;
        } finally {
            if (!filled) {
                close();
            }
        }
    }

    /** Two in a row, free on every address. */
    private static int freePort() {
        List<Integer> ports;
        do {
            ports = Ports.free("0.0.0.0", 2);
        } while (ports.get(1) != ports.get(0) + 1);
        return ports.get(0);
    }

    List<OperatedMember> members() {
        return members;
    }

    OperatedMember first() {
        return members.get(0);
    }

    List<String> endpoints() {
        return members.stream().map(OperatedMember::endpoint).toList();
    }

    /** Where the credentials are issued: of a single member the directory is its own. */
    Path issued() {
        return members.size() == 1
                ? first().credentials()
                : root.resolve("admin").resolve("etcd_credential");
    }

    Path root() {
        return root;
    }

    Path state() {
        return root.resolve("admin").resolve("state");
    }

    Deployment deployment() {
        boolean remote = first().isElsewhere();
        PrivateDirectories.create(root.resolve("admin"));
        return new Deployment(
                members.stream()
                        .map(member -> member.member(remote ? member.name() : ""))
                        .toList(),
                issued(),
                List.of(),
                "",
                "",
                remote ? "ip netns exec " + NAMESPACE + "{host} sh -c" : "",
                remote ? STORECTL : "",
                60,
                ANSWER_SECONDS);
    }

    /** For a host that cannot read the members' configuration. */
    Deployment deploymentWithEndpoints() {
        return deployment()
                .withMembers(members.stream()
                        .map(member -> member.member("").withEndpoints(List.of(member.endpoint())))
                        .toList());
    }

    CredentialProcedures procedures() {
        return procedures(text -> {});
    }

    CredentialProcedures procedures(Consumer<String> progress) {
        return CredentialProcedures.at(state(), Clock.systemUTC(), progress);
    }

    TlsPaths client() {
        return CredentialDirectory.at(issued()).clientPaths();
    }

    MemberAccess access() {
        return new MemberAccess(client(), Duration.ofSeconds(ANSWER_SECONDS));
    }

    void awaitAll(Transport transport) {
        endpoints().forEach(endpoint -> access().await(endpoint, transport));
    }

    StoreConfig config(boolean tls) {
        StoreConfig.Builder config = StoreConfig.builder()
                .environment(Map.of())
                .backend("etcd")
                .etcdHosts(endpoints().toArray(String[]::new));
        if (tls) {
            config.etcdUseTls(true)
                    .etcdClientCertAuth(true)
                    .etcdCaCertificateFile(client().trusted())
                    .etcdCertificateFile(client().certificate())
                    .etcdPrivateKeyFile(client().key());
        }
        return config.build();
    }

    private void fill() {
        try (Store store = Store.open(config(false))) {
            for (int i = 0; i < KEYS; i++) {
                store.put("data/" + i, Bytes.utf8("value " + i));
            }
        }
    }

    void assertDataIsIntact(boolean tls) {
        assertDataIsIntact(config(tls));
    }

    static void assertDataIsIntact(StoreConfig config) {
        try (Store store = Store.open(config)) {
            for (int i = 0; i < KEYS; i++) {
                assertThat(store.get("data/" + i).orElseThrow().value().toUtf8())
                        .isEqualTo("value " + i);
            }
        }
    }

    /** What the files say that commands edit. */
    Map<Path, String> files() {
        return members.stream()
                .flatMap(member -> member.edited().stream())
                .collect(Collectors.toMap(file -> file, OperatedMember::read));
    }

    List<Path> changedFiles() {
        return members.stream().flatMap(member -> member.changed().stream()).toList();
    }

    /** Of what only a command under way needs, which is full of keys. */
    void assertNothingIsLeft() {
        assertThat(state().toFile().list()).containsExactlyInAnyOrder("journal.jsonl", "lock");
        Stream.concat(members.stream().map(OperatedMember::credentials), Stream.of(issued()))
                .flatMap(path -> beside(path).stream())
                .forEach(path -> assertThat(path.toString()).endsWith("-backup"));
    }

    private static List<Path> beside(Path credentials) {
        try (Stream<Path> all = Files.list(credentials.getParent())) {
            return all.filter(path -> path.toString().startsWith(credentials + "-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As it was at the start, whatever a test has done to it. */
    void reset() {
        members.forEach(OperatedMember::end);
        PrivateDirectories.remove(root.resolve("admin"));
        PrivateDirectories.create(root.resolve("admin"));
        members.forEach(OperatedCluster::restore);
        members.forEach(OperatedMember::start);
        awaitAll(Transport.PLAIN);
    }

    /** What a host holds, while its member is down. */
    static void restore(OperatedMember member) {
        PrivateDirectories.remove(member.credentials());
        beside(member.credentials()).forEach(PrivateDirectories::remove);
        member.restoreFiles();
    }

    @Override
    public void close() {
        members.forEach(OperatedMember::end);
        PrivateDirectories.remove(root);
    }
}
