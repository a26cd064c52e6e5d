package io.gatewaystore.etcd.internal.probe;

import static io.gatewaystore.config.StoreVariable.ETCD_CA_CERTIFICATE_FILE;
import static io.gatewaystore.config.StoreVariable.ETCD_CERTIFICATE_FILE;
import static io.gatewaystore.config.StoreVariable.ETCD_CLIENT_CERT_AUTH;
import static io.gatewaystore.config.StoreVariable.ETCD_CONNECT_TIMEOUT;
import static io.gatewaystore.config.StoreVariable.ETCD_HOSTS;
import static io.gatewaystore.config.StoreVariable.ETCD_PRIVATE_KEY_FILE;
import static io.gatewaystore.config.StoreVariable.ETCD_PRIVATE_KEY_PASSWORD;
import static io.gatewaystore.config.StoreVariable.ETCD_SERVER_NAME;
import static io.gatewaystore.config.StoreVariable.ETCD_USE_TLS;
import static io.gatewaystore.config.StoreVariable.NAMESPACE;
import static io.gatewaystore.error.ConnectionFailure.CLIENT_CERTIFICATE_REJECTED;
import static io.gatewaystore.error.ConnectionFailure.CLIENT_CERTIFICATE_REQUIRED;
import static io.gatewaystore.error.ConnectionFailure.NAME_MISMATCH;
import static io.gatewaystore.error.ConnectionFailure.NOT_ETCD;
import static io.gatewaystore.error.ConnectionFailure.NO_COMMON_PROTOCOL;
import static io.gatewaystore.error.ConnectionFailure.NO_HTTP2;
import static io.gatewaystore.error.ConnectionFailure.REFUSED;
import static io.gatewaystore.error.ConnectionFailure.REJECTED_AFTER_HANDSHAKE;
import static io.gatewaystore.error.ConnectionFailure.SERVER_CERTIFICATE_EXPIRED;
import static io.gatewaystore.error.ConnectionFailure.SERVER_CERTIFICATE_NOT_YET_VALID;
import static io.gatewaystore.error.ConnectionFailure.SERVER_CERTIFICATE_USAGE;
import static io.gatewaystore.error.ConnectionFailure.SERVER_SPEAKS_PLAINTEXT;
import static io.gatewaystore.error.ConnectionFailure.SERVER_SPEAKS_TLS;
import static io.gatewaystore.error.ConnectionFailure.SERVER_TOO_OLD;
import static io.gatewaystore.error.ConnectionFailure.TIMEOUT;
import static io.gatewaystore.error.ConnectionFailure.UNKNOWN_HOST;
import static io.gatewaystore.error.ConnectionFailure.UNTRUSTED_CA;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.etcd.internal.tls.Namesake;
import io.gatewaystore.testkit.etcd.EtcdAdmin;
import io.gatewaystore.testkit.etcd.EtcdBinary;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.testkit.etcd.TlsMode;
import io.gatewaystore.testkit.faults.ClosedPort;
import io.gatewaystore.testkit.tls.CertificateAuthority;
import io.gatewaystore.testkit.tls.CertificateProfile;
import io.gatewaystore.testkit.tls.CertificateProfile.Usage;
import io.gatewaystore.testkit.tls.IssuedCertificate;
import io.gatewaystore.testkit.tls.KeyAlgorithm;
import io.gatewaystore.testkit.tls.KeyFormat;
import io.gatewaystore.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever may be wrong between a client and etcd, and what opening a store and checking its connections say about it. Each row is one fault, or
 * a case that must not be taken for one.
 */
class ConnectionMatrixIT {

    private static final CertificateProfile SERVER = CertificateProfile.server();
    private static final CertificateProfile CLIENT = CertificateProfile.client("gateway");
    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
    private static final IssuedCertificate REVOKED = AUTHORITY.issue(CLIENT);

    @RegisterExtension
    static final EtcdExtension SERVER_TLS = EtcdExtension.of(
            EtcdSpec.builder().tls(TlsMode.SERVER_TLS).authority(AUTHORITY).build());

    @RegisterExtension
    static final EtcdExtension MUTUAL_TLS = EtcdExtension.of(EtcdSpec.builder()
            .tls(TlsMode.MUTUAL_TLS)
            .authority(AUTHORITY)
            .arguments("--client-crl-file=" + revocations())
            .build());

    /** TLS 1.2 tells of client certificates during the handshake, 1.3 after it. */
    @RegisterExtension
    static final EtcdExtension TLS_1_2 = EtcdExtension.of(EtcdSpec.builder()
            .tls(TlsMode.MUTUAL_TLS)
            .authority(AUTHORITY)
            .arguments("--tls-max-version=TLS1.2")
            .build());

    @RegisterExtension
    static final EtcdExtension PASSWORDS = EtcdExtension.of(EtcdSpec.builder().build());

    /** Its users are known by their certificates. */
    @RegisterExtension
    static final EtcdExtension USERS_BY_CERTIFICATE = EtcdExtension.of(
            EtcdSpec.builder().tls(TlsMode.MUTUAL_TLS).authority(AUTHORITY).build());

    /** It does not know how to leave out waiting for the disk. */
    @RegisterExtension
    static final EtcdExtension ETCD_3_4 = EtcdExtension.of(
            EtcdSpec.builder().binary(EtcdBinary.locate("3.4")).fsync(true).build());

    @BeforeAll
    static void demandPasswords() {
        EtcdAdmin admin = PASSWORDS.admin();
        admin.addUser("gateway", "right");
        admin.allow("gateway", "everything", "");
        admin.addUser("reader", "right");
        admin.allow("reader", "services", "gateway/services/");
        admin.addUser("outsider", "right");
        admin.allow("outsider", "elsewhere", "elsewhere/");
        admin.enableAuthentication("root");
        admin = USERS_BY_CERTIFICATE.admin();
        admin.addUser("gateway", "unused");
        admin.allow("gateway", "everything", "");
        admin.addUser("outsider", "unused");
        admin.allow("outsider", "elsewhere", "elsewhere/");
        admin.enableAuthentication("root");
    }

    /** The first handshake of a JVM loads what on a busy machine takes longer than a connection may. */
    @BeforeAll
    static void warmUp() {
        Store.open(SERVER_TLS.config()).close();
    }

    @AfterEach
    void showTheGoodCertificatesAgain() {
        for (EtcdExtension etcd : List.of(SERVER_TLS, MUTUAL_TLS)) {
            new Scene(etcd, directory).serverShows(etcd.certificates().server());
        }
    }

    // --- the server's certificate -------------------------------------------------------------------------------

    static Stream<Arguments> serverCertificates() {
        return Stream.of(
                        row("right", scene -> {}, works()),
                        row("right, by name", Scene::connectByName, works()),
                        row(
                                "right, of an intermediate CA",
                                scene -> scene.serverShows(
                                        AUTHORITY.intermediate().issue(SERVER)),
                                works()),
                        row(
                                "right, its CA being one of several",
                                scene -> scene.trust(
                                        CertificateAuthority.create().certificate(), AUTHORITY.certificate()),
                                works()),
                        row(
                                "right, for the name that is configured",
                                scene -> scene.serverShows(SERVER.names("etcd.example.com"))
                                        .connecting()
                                        .set(ETCD_SERVER_NAME, "etcd.example.com"),
                                works()),
                        row(
                                "wrong CA",
                                scene -> scene.trust(
                                        CertificateAuthority.create().certificate()),
                                fails(
                                        UNTRUSTED_CA,
                                        ETCD_CA_CERTIFICATE_FILE,
                                        "does not lead to a CA in '",
                                        "Throw-away test CA")),
                        row(
                                "CA that the Java runtime does not know",
                                scene -> scene.connecting().unset(ETCD_CA_CERTIFICATE_FILE),
                                fails(UNTRUSTED_CA, ETCD_CA_CERTIFICATE_FILE, "a CA that the Java runtime trusts")),
                        row(
                                "regenerated CA of the same name",
                                scene -> scene.connecting()
                                        .set(
                                                ETCD_CA_CERTIFICATE_FILE,
                                                Namesake.of(AUTHORITY.certificate(), scene.file("remade-ca.pem"))),
                                fails(
                                        UNTRUSTED_CA,
                                        ETCD_CA_CERTIFICATE_FILE,
                                        "one of that name, but with another key")),
                        row(
                                "missing intermediate",
                                scene -> scene.serverShows(
                                        AUTHORITY.intermediate().issue(SERVER).withoutIntermediates()),
                                fails(
                                        UNTRUSTED_CA,
                                        ETCD_CA_CERTIFICATE_FILE,
                                        "intermediate CA, etcd's --cert-file must hold")),
                        row(
                                "wrong SAN",
                                scene -> scene.serverShows(SERVER.names("etcd.example.com", "10.1.2.3")),
                                fails(
                                        NAME_MISMATCH,
                                        ETCD_SERVER_NAME,
                                        "is not for '127.0.0.1' but for etcd.example.com, 10.1.2.3")),
                        row(
                                "wrong SAN, by name",
                                scene -> scene.serverShows(SERVER.names("etcd.example.com"))
                                        .connectByName(),
                                fails(
                                        NAME_MISMATCH,
                                        ETCD_SERVER_NAME,
                                        "is not for 'localhost' but for etcd.example.com")),
                        row(
                                "right, but for another name than the one configured",
                                scene -> scene.connecting().set(ETCD_SERVER_NAME, "etcd.example.org"),
                                fails(
                                        NAME_MISMATCH,
                                        ETCD_SERVER_NAME,
                                        "is not for 'etcd.example.org' but for localhost")),
                        row(
                                "no SAN",
                                scene -> scene.serverShows(
                                        SERVER.commonName("127.0.0.1").names()),
                                fails(NAME_MISMATCH, ETCD_HOSTS, "names no host at all")),
                        row(
                                "no SAN, by name",
                                scene -> scene.serverShows(
                                                SERVER.commonName("localhost").names())
                                        .connectByName(),
                                fails(NAME_MISMATCH, ETCD_HOSTS, "names no host at all")),
                        row(
                                "only an address for a SAN, by name",
                                scene -> scene.serverShows(
                                                SERVER.commonName("localhost").names("127.0.0.1"))
                                        .connectByName(),
                                fails(NAME_MISMATCH, ETCD_SERVER_NAME, "is not for 'localhost' but for 127.0.0.1")),
                        row(
                                "expired CA",
                                scene -> scene.trust(
                                        AUTHORITY.expired().certificate(),
                                        CertificateAuthority.create().certificate()),
                                fails(UNTRUSTED_CA, ETCD_CA_CERTIFICATE_FILE, "does not lead to a CA in '")),
                        row(
                                "expired intermediate CA",
                                scene -> scene.serverShows(
                                        AUTHORITY.expiredIntermediate().issue(SERVER)),
                                fails(
                                        SERVER_CERTIFICATE_EXPIRED,
                                        ETCD_HOSTS,
                                        "sends after its own, that of 'CN=Throw-away intermediate CA",
                                        "has expired (valid from ")),
                        row(
                                "expired",
                                scene -> scene.serverShows(SERVER.expired()),
                                fails(SERVER_CERTIFICATE_EXPIRED, ETCD_HOSTS, "has expired (valid from ")),
                        row(
                                "not yet valid",
                                scene -> scene.serverShows(SERVER.notYetValid()),
                                fails(SERVER_CERTIFICATE_NOT_YET_VALID, ETCD_HOSTS, "is not valid yet (valid from ")),
                        row(
                                "wrong usage",
                                scene -> scene.serverShows(SERVER.usages(Usage.CLIENT)),
                                fails(SERVER_CERTIFICATE_USAGE, ETCD_HOSTS, "lacks serverAuth")))
                .flatMap(row -> Stream.of(in(SERVER_TLS, "server TLS", row), in(MUTUAL_TLS, "mutual TLS", row)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void serverCertificates(EtcdExtension etcd, Row row) throws IOException {
        row.play(new Scene(etcd, directory));
    }

    // --- the client's certificate -------------------------------------------------------------------------------

    static Stream<Arguments> clientCertificates() {
        return Stream.of(
                        row("PKCS#8, EC", scene -> scene.present(KeyAlgorithm.EC_P256, KeyFormat.PKCS8), works()),
                        row("PKCS#8, RSA", scene -> scene.present(KeyAlgorithm.RSA_2048, KeyFormat.PKCS8), works()),
                        row("SEC1, EC", scene -> scene.present(KeyAlgorithm.EC_P256, KeyFormat.SEC1), works()),
                        row("PKCS#1, RSA", scene -> scene.present(KeyAlgorithm.RSA_2048, KeyFormat.PKCS1), works()),
                        row("encrypted PKCS#8, EC", scene -> scene.presentEncrypted(KeyAlgorithm.EC_P256), works()),
                        row("encrypted PKCS#8, RSA", scene -> scene.presentEncrypted(KeyAlgorithm.RSA_2048), works()),
                        row(
                                "of an intermediate CA",
                                scene -> scene.present(AUTHORITY.intermediate().issue(CLIENT)),
                                works()),
                        row(
                                "missing",
                                scene -> scene.connecting()
                                        .set(ETCD_CLIENT_CERT_AUTH, "false")
                                        .unset(ETCD_CERTIFICATE_FILE)
                                        .unset(ETCD_PRIVATE_KEY_FILE),
                                fails(
                                        CLIENT_CERTIFICATE_REQUIRED,
                                        ETCD_CLIENT_CERT_AUTH,
                                        "demands a client certificate",
                                        "Set GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH=true, and",
                                        "GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE")),
                        row(
                                "configured and not used",
                                scene -> scene.connecting().set(ETCD_CLIENT_CERT_AUTH, "false"),
                                fails(
                                        CLIENT_CERTIFICATE_REQUIRED,
                                        ETCD_CLIENT_CERT_AUTH,
                                        "the one that is configured is not used",
                                        "Set GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH=true.")),
                        row(
                                "of another CA",
                                scene -> scene.present(
                                        CertificateAuthority.create().issue(CLIENT)),
                                rejected("with alert")),
                        row(
                                "missing intermediate",
                                scene -> scene.present(
                                        AUTHORITY.intermediate().issue(CLIENT).withoutIntermediates()),
                                rejected("with alert")),
                        row(
                                "wrong usage",
                                scene -> scene.present(AUTHORITY.issue(CLIENT.usages(Usage.SERVER))),
                                misconfigured(ETCD_CERTIFICATE_FILE, "lacks clientAuth")),
                        row(
                                "expired",
                                scene -> scene.present(AUTHORITY.issue(CLIENT.expired())),
                                misconfigured(ETCD_CERTIFICATE_FILE, "expired at ")),
                        row(
                                "not yet valid",
                                scene -> scene.present(AUTHORITY.issue(CLIENT.notYetValid())),
                                misconfigured(ETCD_CERTIFICATE_FILE, "is not valid before ")),
                        row(
                                "key mismatch",
                                scene -> scene.present(AUTHORITY.issue(CLIENT)).keyOf(AUTHORITY.issue(CLIENT)),
                                misconfigured(ETCD_PRIVATE_KEY_FILE, "does not belong to the certificate")))
                .flatMap(row -> Stream.of(in(MUTUAL_TLS, "TLS 1.3", row), in(TLS_1_2, "TLS 1.2", row)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void clientCertificates(EtcdExtension etcd, Row row) throws IOException {
        row.play(new Scene(etcd, directory));
    }

    static Stream<Arguments> revokedCertificates() {
        return Stream.of(in(
                MUTUAL_TLS,
                "mutual TLS",
                row(
                        "revoked by etcd's CRL",
                        scene -> scene.present(REVOKED),
                        fails(REJECTED_AFTER_HANDSHAKE, ETCD_CERTIFICATE_FILE, "CN=gateway", "is revoked"))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void revokedCertificates(EtcdExtension etcd, Row row) throws IOException {
        row.play(new Scene(etcd, directory));
    }

    // --- TLS or not ---------------------------------------------------------------------------------------------

    static Stream<Arguments> protocols() {
        return Stream.of(
                in(
                        SERVER_TLS,
                        "server TLS",
                        row(
                                "client speaks plaintext",
                                scene -> scene.connecting().set(ETCD_USE_TLS, "false"),
                                fails(SERVER_SPEAKS_TLS, ETCD_USE_TLS, "Set GATEWAY_STORE_ETCD_USE_TLS=true."))),
                in(
                        MUTUAL_TLS,
                        "mutual TLS",
                        row(
                                "client speaks plaintext",
                                scene -> scene.connecting().set(ETCD_USE_TLS, "false"),
                                fails(SERVER_SPEAKS_TLS, ETCD_USE_TLS, "Set GATEWAY_STORE_ETCD_USE_TLS=true."))),
                in(
                        PASSWORDS,
                        "plaintext",
                        row(
                                "client speaks TLS",
                                scene -> scene.trust(AUTHORITY.certificate())
                                        .connecting()
                                        .set(ETCD_USE_TLS, "true"),
                                fails(
                                        SERVER_SPEAKS_PLAINTEXT,
                                        ETCD_USE_TLS,
                                        "or set GATEWAY_STORE_ETCD_USE_TLS=false."))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void protocols(EtcdExtension etcd, Row row) throws IOException {
        row.play(new Scene(etcd, directory));
    }

    // --- users and versions -------------------------------------------------------------------------------------

    static Stream<Arguments> users() {
        return Stream.of(
                        row("right password", scene -> scene.connecting().as("gateway", "right"), works()),
                        row(
                                "wrong password",
                                scene -> scene.connecting().as("gateway", "wrong"),
                                connecting -> connecting.isNotAuthenticated("does not accept user 'gateway'")),
                        row(
                                "unknown user",
                                scene -> scene.connecting().as("nobody", "right"),
                                connecting -> connecting.isNotAuthenticated("does not accept user 'nobody'")),
                        row(
                                "no password",
                                scene -> {},
                                connecting -> connecting.isNotAuthenticated("demands a user name and a password")),
                        row(
                                "no permission",
                                scene -> scene.connecting()
                                        .as("outsider", "right")
                                        .set(NAMESPACE, "gateway"),
                                connecting -> connecting.isNotPermitted(
                                        "user 'outsider' may neither read nor write any key in the namespace 'gateway'",
                                        "--prefix=true readwrite 'gateway/'")))
                .map(row -> in(PASSWORDS, "plaintext", row));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void users(EtcdExtension etcd, Row row) throws IOException {
        row.play(new Scene(etcd, directory));
    }

    static Stream<Arguments> usersByCertificate() {
        return Stream.of(
                        row("certificate of a user", scene -> {}, works()),
                        row(
                                "certificate of nobody",
                                scene -> scene.present(AUTHORITY.issue(CertificateProfile.client("stranger"))),
                                connecting -> connecting.isNotAuthenticated(
                                        "etcd has no user 'stranger', which is the common name of the client certificate",
                                        "etcdctl user add stranger --no-password",
                                        ETCD_CERTIFICATE_FILE.variableName())),
                        row(
                                "certificate of a user without permission",
                                scene -> scene.present(AUTHORITY.issue(CertificateProfile.client("outsider")))
                                        .connecting()
                                        .set(NAMESPACE, "gateway"),
                                connecting -> connecting.isNotPermitted(
                                        "user 'outsider' may neither read nor write any key",
                                        ETCD_CERTIFICATE_FILE.variableName())))
                .map(row -> in(USERS_BY_CERTIFICATE, "mutual TLS", row));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void usersByCertificate(EtcdExtension etcd, Row row) throws IOException {
        row.play(new Scene(etcd, directory));
    }

    static Stream<Arguments> versions() {
        return Stream.of(in(
                ETCD_3_4,
                "plaintext",
                row(
                        "etcd 3.4",
                        scene -> {},
                        fails(SERVER_TOO_OLD, ETCD_HOSTS, "Upgrade etcd from 3.4.", "to 3.5 or later"))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void versions(EtcdExtension etcd, Row row) throws IOException {
        row.play(new Scene(etcd, directory));
    }

    // --- no etcd at all -----------------------------------------------------------------------------------------

    static Stream<Named<Counterpart>> counterparts() {
        return Stream.of(
                Named.of("closed port", ConnectionMatrixIT::closedPort),
                Named.of("port that accepts and never answers", ConnectionMatrixIT::silentPort),
                Named.of("port that does not even accept", ConnectionMatrixIT::fullPort),
                Named.of("unknown host", ConnectionMatrixIT::unknownHost),
                Named.of("web server", ConnectionMatrixIT::webServer),
                Named.of("mail server", ConnectionMatrixIT::mailServer),
                Named.of("port that hangs up", ConnectionMatrixIT::hangingUp),
                Named.of("secured web server", ConnectionMatrixIT::securedWebServer),
                Named.of("secured proxy without ALPN", ConnectionMatrixIT::proxyWithoutAlpn),
                Named.of("TLS 1.1 only, refusing", ConnectionMatrixIT::refusingTls13),
                Named.of("TLS 1.1 only, answering in it", ConnectionMatrixIT::answeringInTls11));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void counterparts(Counterpart counterpart) throws IOException {
        counterpart.meet(TestCertificates.create(directory));
    }

    private static void closedPort(TestCertificates certificates) {
        try (ClosedPort closed = ClosedPort.take()) {
            either(closed.endpoint(), certificates)
                    .forEach(it -> it.failsBy(REFUSED, ETCD_HOSTS, "nothing listens on port " + closed.port()));
        }
    }

    private static void silentPort(TestCertificates certificates) throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String endpoint = "127.0.0.1:" + mute.getLocalPort();
            Connecting.plaintext(endpoint)
                    .within(SHORT)
                    .failsBy(
                            TIMEOUT,
                            ETCD_CONNECT_TIMEOUT,
                            "no answer in time while waiting for an answer to a request");
            Connecting.secured(endpoint, certificates.caFile())
                    .within(SHORT)
                    .failsBy(TIMEOUT, ETCD_CONNECT_TIMEOUT, "no answer in time while waiting for the TLS handshake");
        }
    }

    private static void fullPort(TestCertificates certificates) throws IOException {
        // With its queue of waiting connections full, Linux drops further attempts to connect, as a firewall would.
        try (ServerSocket full = new ServerSocket()) {
            full.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            try (Crowd crowd = Crowd.before(full)) {
                assertThat(crowd.size()).isPositive();
                either("127.0.0.1:" + full.getLocalPort(), certificates)
                        .forEach(it -> it.within(SHORT)
                                .failsBy(TIMEOUT, ETCD_CONNECT_TIMEOUT, "no answer in time while connecting"));
            }
        }
    }

    private static void unknownHost(TestCertificates certificates) {
        either("etcd.invalid:2379", certificates)
                .forEach(it -> it.failsBy(UNKNOWN_HOST, ETCD_HOSTS, "'etcd.invalid' cannot be resolved"));
    }

    private static void webServer(TestCertificates certificates) throws IOException {
        try (VersionServer server = VersionServer.answering(404, "")) {
            either(server.endpoint(), certificates)
                    .forEach(it ->
                            it.failsBy(NOT_ETCD, ETCD_HOSTS, "is not etcd: it answers /version with HTTP status 404"));
        }
    }

    private static void mailServer(TestCertificates certificates) throws IOException {
        try (Listener mail = Listener.thatSays("220 mail.example.com ESMTP\r\n")) {
            either(mail.endpoint(), certificates).forEach(it -> it.failsBy(NOT_ETCD, ETCD_HOSTS, "another protocol"));
        }
    }

    private static void hangingUp(TestCertificates certificates) throws IOException {
        try (Listener closing = Listener.thatClosesAtOnce()) {
            either(closing.endpoint(), certificates)
                    .forEach(it -> it.failsBy(NOT_ETCD, ETCD_HOSTS, "closes the connection"));
        }
    }

    private static void securedWebServer(TestCertificates certificates) throws IOException {
        try (VersionServer server = VersionServer.answering(404, "", ServerContext.of(certificates))) {
            Connecting.secured(server.endpoint(), certificates.caFile())
                    .failsBy(NOT_ETCD, ETCD_HOSTS, "HTTP status 404");
        }
    }

    private static void proxyWithoutAlpn(TestCertificates certificates) throws IOException {
        String etcd = VersionServer.document("3.5.30");
        try (VersionServer proxy = VersionServer.answering(200, etcd, ServerContext.of(certificates))) {
            Connecting.secured(proxy.endpoint(), certificates.caFile())
                    .failsBy(NO_HTTP2, ETCD_HOSTS, "the server speaks no HTTP/2");
        }
    }

    private static void refusingTls13(TestCertificates certificates) throws IOException {
        try (Listener old = OldTls.thatRefuses()) {
            Connecting.secured(old.endpoint(), certificates.caFile())
                    .failsBy(NO_COMMON_PROTOCOL, ETCD_HOSTS, "with alert protocol_version", "--tls-min-version");
        }
    }

    private static void answeringInTls11(TestCertificates certificates) throws IOException {
        try (Listener old = OldTls.thatAnswers()) {
            Connecting.secured(old.endpoint(), certificates.caFile())
                    .failsBy(NO_COMMON_PROTOCOL, ETCD_HOSTS, "--tls-min-version");
        }
    }

    private static Stream<Connecting> either(String endpoint, TestCertificates certificates) {
        return Stream.of(Connecting.plaintext(endpoint), Connecting.secured(endpoint, certificates.caFile()));
    }

    // --- what rows are made of ----------------------------------------------------------------------------------

    /** Something that listens, or does not, and what is to be said about it. */
    @FunctionalInterface
    interface Counterpart {
        void meet(TestCertificates certificates) throws IOException;
    }

    /** One line of the matrix: what is made different from a deployment in order, and what comes of it. */
    record Row(String title, Consumer<Scene> arrangement, Consumer<Connecting> verdict) {

        void play(Scene scene) {
            arrangement.accept(scene);
            verdict.accept(scene.connecting());
        }

        @Override
        public String toString() {
            return title;
        }
    }

    private static Row row(String title, Consumer<Scene> arrangement, Consumer<Connecting> verdict) {
        return new Row(title, arrangement, verdict);
    }

    private static Arguments in(EtcdExtension etcd, String mode, Row row) {
        return Arguments.of(Named.of(mode, etcd), row);
    }

    private static Consumer<Connecting> works() {
        return Connecting::works;
    }

    private static Consumer<Connecting> fails(ConnectionFailure kind, StoreVariable variable, String... words) {
        return connecting -> connecting.failsBy(kind, variable, words);
    }

    private static Consumer<Connecting> rejected(String words) {
        return fails(CLIENT_CERTIFICATE_REJECTED, ETCD_CERTIFICATE_FILE, "CN=gateway", words);
    }

    private static Consumer<Connecting> misconfigured(StoreVariable variable, String words) {
        return connecting -> connecting.isMisconfigured(variable, words);
    }

    private static Path revocations() {
        try {
            Path list =
                    Files.createTempFile(Path.of("target"), "revoked", ".pem").toAbsolutePath();
            return Namesake.revocations(AUTHORITY.certificate(), list, REVOKED.certificate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One etcd, in order, and a client that is configured for it, until a row changes something. */
    private static final class Scene {

        private final EtcdExtension etcd;
        private final Path directory;
        private final Connecting connecting;

        Scene(EtcdExtension etcd, Path directory) {
            this.etcd = etcd;
            this.directory = directory;
            this.connecting = new Connecting(etcd.environment());
        }

        Connecting connecting() {
            return connecting;
        }

        Path file(String name) {
            return directory.resolve(name);
        }

        Scene connectByName() {
            connecting.set(ETCD_HOSTS, "localhost:" + etcd.member(0).port());
            return this;
        }

        Scene trust(X509Certificate... authorities) {
            connecting.set(ETCD_CA_CERTIFICATE_FILE, Namesake.bundle(file("trusted.pem"), authorities));
            return this;
        }

        Scene serverShows(CertificateProfile profile) {
            return serverShows(AUTHORITY.issue(profile));
        }

        /** etcd reads its certificate at every handshake. */
        Scene serverShows(IssuedCertificate certificate) {
            certificate.writeChain(etcd.certificates().serverCertificateFile());
            certificate.writeKey(etcd.certificates().serverKeyFile(), KeyFormat.PKCS8);
            return this;
        }

        Scene present(KeyAlgorithm algorithm, KeyFormat format) {
            return present(AUTHORITY.issue(CLIENT.keyAlgorithm(algorithm)), format);
        }

        Scene presentEncrypted(KeyAlgorithm algorithm) {
            IssuedCertificate certificate = AUTHORITY.issue(CLIENT.keyAlgorithm(algorithm));
            present(certificate);
            certificate.writeEncryptedKey(file("key.pem"), "hunter2");
            connecting.set(ETCD_PRIVATE_KEY_PASSWORD, "hunter2");
            return this;
        }

        Scene present(IssuedCertificate certificate) {
            return present(certificate, KeyFormat.PKCS8);
        }

        private Scene present(IssuedCertificate certificate, KeyFormat format) {
            certificate.writeChain(file("chain.pem"));
            certificate.writeKey(file("key.pem"), format);
            connecting.presenting(file("chain.pem"), file("key.pem"));
            return this;
        }

        Scene keyOf(IssuedCertificate other) {
            other.writeKey(file("key.pem"), KeyFormat.PKCS8);
            return this;
        }
    }
}
