package io.gatewaystore.testkit.etcd;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.testkit.tls.CertificateAuthority;
import io.gatewaystore.testkit.tls.CertificateProfile;
import io.gatewaystore.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A running etcd of one or more members that ends, with all its data, when it is closed, and at the latest with this
 * JVM.
 *
 * <p>Thread-safe.
 */
public final class EtcdCluster implements AutoCloseable {

    private static final int PORT_ATTEMPTS = 5;

    /** The first handshake of a JVM on a busy build machine takes longer than anybody would wait in production. */
    private static final String PATIENT_CONNECT = "20s";

    private static final Duration VERSION_ANSWER = Duration.ofSeconds(5);

    private final EtcdSpec spec;
    private final EtcdSource source;
    private final Path directory;
    private final TestCertificates certificates;
    private final MemberGroup group;
    private final EtcdAdmin admin;
    private final String version;
    private final List<EtcdProxies> proxies = new CopyOnWriteArrayList<>();
    private final AtomicInteger snapshots = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread shutdownHook = new Thread(this::release, "etcd-shutdown");

    private EtcdCluster(
            EtcdSpec spec,
            EtcdSource source,
            Path directory,
            TestCertificates certificates,
            MemberGroup group,
            EtcdAdmin admin,
            String version) {
        this.spec = spec;
        this.source = source;
        this.directory = directory;
        this.certificates = certificates;
        this.group = group;
        this.admin = admin;
        this.version = version;
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /**
     * Starts a cluster and waits until every member is healthy.
     *
     * @param spec what to start
     * @return the running cluster
     * @throws EtcdUnavailableException if no etcd is found, or it does not come up
     */
    public static EtcdCluster start(EtcdSpec spec) {
        EtcdSource source = spec.findSource();
        Path directory = temporaryDirectory();
        try {
            TestCertificates certificates = certificates(spec, directory);
            Http http =
                    spec.tls().isEncrypted() ? Http.secured(AdminTls.context(spec.tls(), certificates)) : Http.plain();
            MemberGroup group = launch(spec, source, directory, certificates, http);
            EtcdAdmin admin = new EtcdAdmin(http, group::ableEndpoints);
            String version = version(source, group, http);
            return new EtcdCluster(spec, source, directory, certificates, group, admin, version);
        } catch (RuntimeException e) {
            Directories.delete(directory);
            throw e;
        }
    }

    private static String version(EtcdSource source, MemberGroup group, Http http) {
        if (source instanceof EtcdBinary binary) {
            return binary.version();
        }
        return http.get(group.member(0).uri().resolve("/version"), VERSION_ANSWER)
                .map(answer -> answer.path("etcdserver").asText())
                .orElse("unknown");
    }

    private static MemberGroup launch(
            EtcdSpec spec, EtcdSource source, Path directory, TestCertificates certificates, Http http) {
        for (int attempt = 1; ; attempt++) {
            MemberGroup group = MemberGroup.create(spec, source, directory, certificates, http);
            try {
                group.launch(spec.startTimeout());
                return group;
            } catch (PortTakenException e) {
                group.dispose();
                if (attempt == PORT_ATTEMPTS || spec.clientPort().isPresent()) {
                    throw e.givenUp();
                }
            } catch (RuntimeException e) {
                group.dispose();
                throw e;
            }
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("gateway-store-etcd-");
        } catch (IOException e) {
            throw new UncheckedIOException("could not create a directory for etcd", e);
        }
    }

    private static TestCertificates certificates(EtcdSpec spec, Path directory) {
        try {
            CertificateAuthority authority = spec.authority().orElseGet(CertificateAuthority::create);
            return TestCertificates.create(
                    Files.createDirectory(directory.resolve("tls")),
                    authority,
                    authority.issue(spec.serverProfile()),
                    authority.issue(CertificateProfile.client("gateway")));
        } catch (IOException e) {
            throw new UncheckedIOException("could not create a directory for certificates", e);
        }
    }

    /**
     * Returns where clients reach the members.
     *
     * @return for each member host and port, for instance {@code 127.0.0.1:20379}
     */
    public List<String> endpoints() {
        return group.members().stream().map(EtcdMember::endpoint).toList();
    }

    /**
     * Returns the configuration of a store on this etcd: that of {@link #environment()} and of nothing else on this machine.
     *
     * @return the configuration, for {@link io.gatewaystore.Store#open(StoreConfig)}
     */
    public StoreConfig config() {
        return config(tls());
    }

    /**
     * Returns the configuration of a store that connects in a mode of its own choice, as far as this etcd serves it: plaintext where it
     * {@linkplain EtcdSpec.Builder#plaintextToo serves that too}.
     *
     * @param mode how the store connects
     * @return the configuration, of nothing else on this machine
     */
    public StoreConfig config(TlsMode mode) {
        return StoreConfig.builder().environment(environment(mode)).build();
    }

    /**
     * Returns the environment variables that make a store use this etcd as it is meant to be used.
     * The connect timeout is a generous 20 s.
     *
     * @return {@code GATEWAY_STORE_*} names and values
     */
    public Map<String, String> environment() {
        return environment(tls());
    }

    /**
     * Returns the environment variables that make a store connect in a mode of its own choice; see {@link #config(TlsMode)}.
     *
     * @param mode how the store connects
     * @return {@code GATEWAY_STORE_*} names and values
     */
    public Map<String, String> environment(TlsMode mode) {
        return environment(mode, endpoints());
    }

    Map<String, String> environment(TlsMode mode, List<String> endpoints) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("GATEWAY_STORE_BACKEND", "etcd");
        environment.put("GATEWAY_STORE_ETCD_HOSTS", String.join(" ", endpoints));
        environment.put("GATEWAY_STORE_ETCD_CONNECT_TIMEOUT", PATIENT_CONNECT);
        environment.put("GATEWAY_STORE_ETCD_USE_TLS", Boolean.toString(mode.isEncrypted()));
        environment.put("GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH", Boolean.toString(mode == TlsMode.MUTUAL_TLS));
        if (mode.isEncrypted()) {
            environment.put(
                    "GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE",
                    certificates.caFile().toString());
        }
        if (mode == TlsMode.MUTUAL_TLS) {
            environment.put(
                    "GATEWAY_STORE_ETCD_CERTIFICATE_FILE",
                    certificates.clientCertificateFile().toString());
            environment.put(
                    "GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE",
                    certificates.clientKeyFile().toString());
        }
        return Map.copyOf(environment);
    }

    /**
     * Returns the certificates. They exist in plain mode too, for tests of clients that expect TLS.
     *
     * @return the certificates; a server that runs as a process reads its own again at each handshake and the authority's
     *     at its start, a container has what was in the files when it was first started
     */
    public TestCertificates certificates() {
        return certificates;
    }

    /**
     * Returns how clients connect.
     *
     * @return the mode
     */
    public TlsMode tls() {
        return spec.tls();
    }

    /**
     * Returns the version of etcd that runs.
     *
     * @return for instance {@code 3.5.30}
     */
    public String version() {
        return version;
    }

    /**
     * Returns where etcd comes from.
     *
     * @return {@code binary <path>} or {@code container <image>}
     */
    public String source() {
        return source.description();
    }

    /**
     * Returns an admin client for the cluster. It passes over members that do not run or are frozen.
     *
     * @return the client
     */
    public EtcdAdmin admin() {
        return admin;
    }

    /**
     * Returns the members.
     *
     * @return all of them, running or not
     */
    public List<EtcdMember> members() {
        return group.members();
    }

    /**
     * Returns one member.
     *
     * @param index from zero
     * @return the member
     */
    public EtcdMember member(int index) {
        return group.member(index);
    }

    /**
     * Returns the member that leads.
     *
     * @return the leader, as the members that are neither dead nor frozen see it
     * @throws IllegalStateException if none of these leads
     */
    public EtcdMember leader() {
        return group.able().stream()
                .filter(member -> member.admin().status().isLeader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no member leads"));
    }

    /**
     * Returns the members that follow.
     *
     * @return all members but the {@linkplain #leader() leader}
     */
    public List<EtcdMember> followers() {
        EtcdMember leader = leader();
        return group.members().stream().filter(member -> member != leader).toList();
    }

    /**
     * Waits until every member that is neither dead nor frozen is healthy, for instance until a new leader is elected after
     * the old one was killed.
     *
     * @throws EtcdUnavailableException if this does not come about within the time given for the start
     */
    public void awaitHealthy() {
        group.awaitHealthy(spec.startTimeout());
    }

    /**
     * Stops each member in an orderly way and starts it again, one after the other has become healthy, as an operator does who
     * changes what members read at their start: the last one first, since a store whose member ends goes on to the next. Three members
     * and more serve throughout.
     *
     * @throws EtcdUnavailableException if a member does not come up
     */
    public void restartOneByOne() {
        for (int i = members().size() - 1; i >= 0; i--) {
            EtcdMember member = member(i);
            member.stop();
            member.start();
            awaitHealthy();
        }
    }

    /**
     * Drops the history below a revision, and waits until it is gone.
     *
     * @param revision the oldest revision to remain readable
     */
    public void compact(long revision) {
        admin.compact(revision);
    }

    /**
     * Kills all members, removes their data and starts them anew on the same ports. The cluster's id stays the same, as it does
     * when an operator removes the data directories: it is made from addresses and token.
     */
    public void wipe() {
        group.wipe(spec.startTimeout(), false);
    }

    /**
     * Cuts some members off from the others: nothing passes between the two sides, while connections stay open. Clients still reach every member.
     * Takes the place of an earlier partition, and ends by {@link #heal()}.
     *
     * @param oneSide the members of one side
     * @throws IllegalStateException unless the cluster is {@linkplain EtcdSpec.Builder#partitionable() partitionable}
     */
    public void partition(EtcdMember... oneSide) {
        group.partition(Set.of(oneSide));
    }

    /** Lets all members reach each other again. */
    public void heal() {
        group.heal();
    }

    /**
     * Opens a proxy before every member's client port, for faults between clients and members. The proxies' address is among the names of the
     * members' certificates.
     *
     * @return the proxies, which go with the cluster if they are not closed before
     */
    public EtcdProxies throughProxies() {
        EtcdProxies opened = EtcdProxies.open(this);
        proxies.add(opened);
        return opened;
    }

    /**
     * Saves what the cluster holds, as {@code etcdctl snapshot save} does.
     *
     * @return the snapshot, which goes with the cluster
     * @throws EtcdUnavailableException if there is no {@code etcdctl}
     */
    public EtcdSnapshot snapshot() {
        Path file = directory.resolve("snapshot-" + snapshots.incrementAndGet() + ".db");
        long revision = admin.revision();
        List<String> member = List.of(group.able().get(0).endpoint());
        Etcdctl.locate().run(this, member, "snapshot", "save", file.toString());
        return new EtcdSnapshot(file, revision);
    }

    /**
     * Kills all members, puts what a snapshot holds in the place of their data, as {@code etcdutl snapshot restore} does, and starts them on the
     * same ports. Binaries only. What was written since the snapshot is gone, revisions are counted from it again, and the cluster's id stays the same.
     *
     * @param snapshot a snapshot of this cluster
     * @throws EtcdUnavailableException if no {@code etcdutl} lies beside the binary
     */
    public void restore(EtcdSnapshot snapshot) {
        group.restore(spec.startTimeout(), snapshot.file());
    }

    /**
     * Waits until every member that is neither dead nor frozen has reached the same revision, as they do when no fault is left and nobody writes.
     *
     * @throws org.awaitility.core.ConditionTimeoutException if this does not come about within the time given for the start
     */
    public void awaitLevel() {
        Awaitility.await()
                .atMost(spec.startTimeout())
                .ignoreExceptions()
                .until(() -> group.able().stream()
                                .map(member -> member.admin().status().revision())
                                .distinct()
                                .count()
                        == 1);
    }

    /** Does as {@link #wipe()} and changes the cluster's token, so that another cluster, with another id, takes its place. */
    public void replace() {
        group.wipe(spec.startTimeout(), true);
    }

    /**
     * Copies the members' logs.
     *
     * @param target the directory, created if need be; a file per member, existing ones replaced
     */
    public void copyLogs(Path target) {
        try {
            Files.createDirectories(target);
        } catch (IOException e) {
            throw new UncheckedIOException("could not create " + target, e);
        }
        for (EtcdMember member : group.members()) {
            member.writeLog(target.resolve(member.name() + ".log"));
        }
    }

    /**
     * Returns the last lines of every member's log.
     *
     * @return the lines, headed by the members' names
     */
    public String logTail() {
        return group.members().stream().map(EtcdMember::logTail).collect(Collectors.joining());
    }

    /** Kills all members and removes everything they wrote. Does nothing the second time. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
            release();
        }
    }

    @Override
    public String toString() {
        return "etcd " + version + " " + spec.tls() + " at " + String.join(" ", endpoints()) + " (" + source() + ")";
    }

    private void release() {
        proxies.forEach(EtcdProxies::close);
        group.dispose();
        Directories.delete(directory);
    }
}
