package io.gatewaystore.etcd.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.config.TlsConfig;
import io.gatewaystore.status.CertificateStatus;
import io.gatewaystore.testkit.tls.CertificateAuthority;
import io.gatewaystore.testkit.tls.CertificateProfile;
import io.gatewaystore.testkit.tls.IssuedCertificate;
import io.gatewaystore.testkit.tls.KeyFormat;
import io.gatewaystore.testkit.tls.TestCertificates;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsRotationTest {

    private static final CertificateProfile CLIENT = CertificateProfile.client("gateway");
    private static final String PASSWORD = "swordfish-9";

    @TempDir
    Path directory;

    private final TickingClock clock = new TickingClock();
    private final RecordingLog log = new RecordingLog();
    private TestCertificates files;
    private ClientTls tls;

    @BeforeEach
    void load() {
        files = TestCertificates.create(directory);
        tls = load(config(Map.of()));
    }

    @AfterEach
    void close() {
        tls.close();
    }

    // --- what is taken up -----------------------------------------------------------------------------------------

    @Test
    void takesUpANewPairOnceTwoLooksHaveFoundIt() {
        IssuedCertificate renewed = renew();

        tls.look();
        assertThat(serial()).isEqualTo(files.client().certificate().getSerialNumber());
        tls.look();

        assertThat(serial()).isEqualTo(renewed.certificate().getSerialNumber());
        assertThat(tls.keyManager().getPrivateKey("client")).isEqualTo(renewed.privateKey());
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("INFO")
                .contains("CN=gateway")
                .contains(renewed.certificate().getSerialNumber().toString(16).toUpperCase(Locale.ROOT))
                .contains(renewed.certificate().getNotAfter().toInstant().toString())
                .contains(files.clientCertificateFile().toString());
    }

    @Test
    void takesUpAnotherAuthority() {
        CertificateAuthority other = CertificateAuthority.create();
        files.replaceAuthorities(files.authority(), other);

        settle();

        assertThat(tls.trustManager().getAcceptedIssuers())
                .containsExactlyInAnyOrder(files.authority().certificate(), other.certificate());
        assertThat(tls.certificates()).hasSize(3);
    }

    @Test
    void takesUpFilesThatAreRewrittenInPlace() throws IOException {
        IssuedCertificate renewed = elsewhere();
        Files.writeString(files.clientCertificateFile(), Files.readString(directory.resolve("new.pem")));
        Files.writeString(files.clientKeyFile(), Files.readString(directory.resolve("new-key.pem")));

        settle();

        assertThat(serial()).isEqualTo(renewed.certificate().getSerialNumber());
    }

    /** As in a volume of Kubernetes, whose files are links through a link that is exchanged for another. */
    @Test
    void takesUpFilesBehindASymbolicLinkThatIsExchanged() throws IOException {
        Path volume = Files.createDirectory(directory.resolve("volume"));
        TestCertificates first = TestCertificates.create(Files.createDirectory(volume.resolve("..first")));
        TestCertificates second = TestCertificates.create(Files.createDirectory(volume.resolve("..second")));
        Path link = volume.resolve("..data");
        Files.createSymbolicLink(link, Path.of("..first"));
        TestCertificates names = TestCertificates.create(volume);
        for (Path file : List.of(names.caFile(), names.clientCertificateFile(), names.clientKeyFile())) {
            Files.delete(file);
            Files.createSymbolicLink(file, Path.of("..data").resolve(file.getFileName()));
        }
        files = names;
        try (ClientTls linked = load(config(Map.of()))) {
            assertThat(linked.clientCertificate()).contains(first.client().certificate());
            Files.createSymbolicLink(volume.resolve("..new"), Path.of("..second"));
            Files.move(
                    volume.resolve("..new"), link, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);

            linked.look();
            linked.look();

            assertThat(linked.clientCertificate()).contains(second.client().certificate());
            assertThat(linked.trustManager().getAcceptedIssuers())
                    .containsExactly(second.authority().certificate());
        }
        assertThat(log.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitsForTheOtherFileOfThePairWhicheverComesFirst(boolean keyFirst) throws IOException {
        IssuedCertificate renewed = elsewhere();
        Path certificate = directory.resolve("new.pem");
        Path key = directory.resolve("new-key.pem");
        move(keyFirst ? key : certificate, keyFirst ? files.clientKeyFile() : files.clientCertificateFile());
        settle();
        settle();

        assertThat(tls.keyManager().getPrivateKey("client"))
                .isEqualTo(files.client().privateKey());
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN")
                .contains(StoreVariable.ETCD_PRIVATE_KEY_FILE + " (source of ")
                .contains("'" + files.clientKeyFile() + "' does not belong to the certificate");

        move(keyFirst ? certificate : key, keyFirst ? files.clientCertificateFile() : files.clientKeyFile());
        settle();

        assertThat(serial()).isEqualTo(renewed.certificate().getSerialNumber());
        assertThat(tls.keyManager().getPrivateKey("client")).isEqualTo(renewed.privateKey());
        assertThat(refusal()).isEmpty();
        assertThat(log.warnings()).hasSize(1);
    }

    /** A look that falls between two renames sees a pair that does not match, which is no news. */
    @Test
    void isSilentAboutWhatOneLookAloneHasSeen() throws IOException {
        elsewhere();
        move(directory.resolve("new-key.pem"), files.clientKeyFile());
        tls.look();
        move(directory.resolve("new.pem"), files.clientCertificateFile());
        settle();

        assertThat(log.warnings()).isEmpty();
        assertThat(refusal()).isEmpty();
    }

    /** A file of authorities that is cut off between two of them looks whole. */
    @Test
    void doesNotTakeHalfAFileOfAuthoritiesForAWholeOne() {
        X509Certificate own = files.authority().certificate();
        X509Certificate other = CertificateAuthority.create().certificate();
        X509Certificate third = CertificateAuthority.create().certificate();
        Namesake.bundle(files.caFile(), other);
        tls.look();
        Namesake.bundle(files.caFile(), other, own);
        tls.look();
        Namesake.bundle(files.caFile(), other, own, third);
        tls.look();
        assertThat(tls.trustManager().getAcceptedIssuers()).containsExactly(own);

        tls.look();

        assertThat(tls.trustManager().getAcceptedIssuers()).containsExactlyInAnyOrder(other, own, third);
    }

    @Test
    void leavesEverythingAloneWhenOnlyTheTimesOfTheFilesChange() throws IOException {
        var before = tls.keyManager();
        Files.setLastModifiedTime(
                files.clientKeyFile(), FileTime.from(Instant.now().plusSeconds(60)));
        Files.setLastModifiedTime(
                files.clientCertificateFile(), FileTime.from(Instant.now().plusSeconds(60)));

        settle();

        assertThat(tls.keyManager()).isSameAs(before);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void warnsOfANewKeyThatOthersCanRead() throws IOException {
        renew();
        Files.setPosixFilePermissions(files.clientKeyFile(), PosixFilePermissions.fromString("rw-r-----"));

        settle();

        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains(StoreVariable.ETCD_PRIVATE_KEY_FILE.variableName())
                .contains("rw-r-----")
                .contains(files.clientKeyFile().toString())
                .contains("chmod 600");
    }

    // --- what is refused ------------------------------------------------------------------------------------------

    /** What may become of the files that is of no use. */
    enum Mishap {
        HALF_A_KEY("is cut off") {
            @Override
            void befall(TestCertificates files) throws IOException {
                String whole = Files.readString(files.clientKeyFile());
                Files.writeString(files.clientKeyFile(), whole.substring(0, whole.length() / 2));
            }
        },
        EMPTY_CERTIFICATE("holds no PEM block") {
            @Override
            void befall(TestCertificates files) throws IOException {
                Files.writeString(files.clientCertificateFile(), "");
            }
        },
        ANOTHER_KEY("does not belong to the certificate") {
            @Override
            void befall(TestCertificates files) {
                files.server().writeKey(files.clientKeyFile(), KeyFormat.PKCS8);
            }
        },
        EXPIRED("expired at ") {
            @Override
            void befall(TestCertificates files) {
                files.replaceClient(files.authority().issue(CLIENT.expired()));
            }
        },
        NOT_FOR_CLIENTS("lacks clientAuth") {
            @Override
            void befall(TestCertificates files) {
                files.replaceClient(files.authority().issue(CLIENT.usages(CertificateProfile.Usage.SERVER)));
            }
        },
        MISSING("does not exist") {
            @Override
            void befall(TestCertificates files) throws IOException {
                Files.delete(files.clientCertificateFile());
            }
        },
        UNREADABLE("is a directory") {
            @Override
            void befall(TestCertificates files) throws IOException {
                Files.delete(files.clientKeyFile());
                Files.createDirectory(files.clientKeyFile());
            }
        },
        NO_AUTHORITY("is not that of a CA") {
            @Override
            void befall(TestCertificates files) {
                files.server().writeChain(files.caFile());
            }
        },
        ENCRYPTED("is encrypted and no password is set") {
            @Override
            void befall(TestCertificates files) {
                files.client().writeEncryptedKey(files.clientKeyFile(), PASSWORD);
            }
        };

        private final String said;

        Mishap(String said) {
            this.said = said;
        }

        abstract void befall(TestCertificates files) throws IOException;
    }

    @ParameterizedTest
    @EnumSource(Mishap.class)
    void keepsTheLastGoodSetAndSaysSoOnce(Mishap mishap) throws IOException {
        Map<Path, byte[]> good = contents();
        mishap.befall(files);
        for (int i = 0; i < 5; i++) {
            tls.look();
        }

        assertThat(serial()).isEqualTo(files.client().certificate().getSerialNumber());
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN")
                .contains("stay in use")
                .contains("GATEWAY_STORE_ETCD_")
                .contains(directory.toString())
                .contains(mishap.said);
        assertThat(refusal()).hasValueSatisfying(why -> assertThat(why).contains(mishap.said));

        for (Map.Entry<Path, byte[]> file : good.entrySet()) {
            Files.deleteIfExists(file.getKey());
            Files.write(file.getKey(), file.getValue());
        }
        settle();

        assertThat(log.lines()).hasSize(2).last().asString().startsWith("INFO").contains("again");
        assertThat(refusal()).isEmpty();
    }

    @Test
    void saysOnceForEachStateOfTheFiles() throws IOException {
        Mishap.ANOTHER_KEY.befall(files);
        settle();
        settle();
        Mishap.MISSING.befall(files);
        settle();
        settle();
        files.client().writeChain(files.clientCertificateFile());
        settle();

        // The first state again is news again.
        assertThat(log.warnings()).hasSize(3);
        assertThat(log.warnings().get(1)).contains("does not exist");
    }

    @Test
    void takesUpACertificateWhenItBecomesValid() {
        IssuedCertificate tomorrow = files.authority().issue(CLIENT.notYetValid());
        files.replaceClient(tomorrow);
        settle();
        assertThat(refusal()).hasValueSatisfying(why -> assertThat(why).contains("not valid before"));

        clock.advance(Duration.ofHours(23));
        settle();
        clock.advance(Duration.ofHours(2));
        settle();

        assertThat(serial()).isEqualTo(tomorrow.certificate().getSerialNumber());
        assertThat(refusal()).isEmpty();
        assertThat(log.warnings()).hasSize(1);
    }

    // --- expiry ---------------------------------------------------------------------------------------------------

    @Test
    void warnsOnceThirtySevenAndOneDaysAheadAndAfterTheEnd() {
        Instant end = files.client().certificate().getNotAfter().toInstant();
        String serial =
                files.client().certificate().getSerialNumber().toString(16).toUpperCase(Locale.ROOT);

        assertThat(warningsAt(end.minus(Duration.ofDays(31)))).isEmpty();
        assertThat(warningsAt(end.minus(Duration.ofDays(29))))
                .singleElement()
                .asString()
                .contains(StoreVariable.ETCD_CERTIFICATE_FILE.variableName())
                .contains("client certificate")
                .contains(serial)
                .contains(files.clientCertificateFile().toString())
                .contains("expires in 29 days");
        assertThat(warningsAt(end.minus(Duration.ofDays(8)))).isEmpty();
        assertThat(warningsAt(end.minus(Duration.ofDays(6))))
                .singleElement()
                .asString()
                .contains("in 6 days");
        assertThat(warningsAt(end.minus(Duration.ofHours(23))))
                .singleElement()
                .asString()
                .contains("in 23 hours");
        assertThat(warningsAt(end.plus(Duration.ofHours(1))))
                .singleElement()
                .asString()
                .contains("has expired");
        assertThat(warningsAt(end.plus(Duration.ofHours(2)))).isEmpty();
    }

    @Test
    void warnsOfAnAuthorityThatExpires() {
        Instant end = files.authority().certificate().getNotAfter().toInstant();
        clock.set(end.minus(Duration.ofDays(6)));
        files.replaceClient(
                files.authority().issue(CLIENT.valid(clock.instant().minusSeconds(60), end.plusSeconds(9_000_000))));
        settle();

        assertThat(log.warnings())
                .filteredOn(line -> line.contains("CA certificate"))
                .singleElement()
                .asString()
                .contains(StoreVariable.ETCD_CA_CERTIFICATE_FILE.variableName())
                .contains("in 6 days");
    }

    @Test
    void warnsOfTheNewCertificateAnew() {
        Instant end = files.client().certificate().getNotAfter().toInstant();
        assertThat(warningsAt(end.minus(Duration.ofDays(6)))).hasSize(1);
        files.replaceClient(files.authority().issue(CLIENT.valid(Instant.now(), end.plus(Duration.ofDays(1)))));

        assertThat(warningsAt(clock.instant())).singleElement().asString().contains("expires in 7 days");
    }

    /** Whoever renews every day does not want to be told of it every day. */
    @Test
    void doesNotWarnOfAWholeLifeAhead() {
        Instant now = clock.instant();
        files.replaceClient(files.authority().issue(CLIENT.valid(now, now.plus(Duration.ofDays(1)))));
        settle();
        assertThat(log.warnings()).isEmpty();

        assertThat(warningsAt(now.plus(Duration.ofDays(2))))
                .singleElement()
                .asString()
                .contains("has expired");
    }

    // --- secrets and threads --------------------------------------------------------------------------------------

    @Test
    void showsNothingOfKeysAndPasswords() throws IOException {
        files.client().writeEncryptedKey(files.clientKeyFile(), PASSWORD);
        try (ClientTls secretive = load(config(Map.of(StoreVariable.ETCD_PRIVATE_KEY_PASSWORD, PASSWORD)))) {
            StringBuilder shown = new StringBuilder();
            for (Mishap mishap : List.of(Mishap.ANOTHER_KEY, Mishap.HALF_A_KEY, Mishap.EMPTY_CERTIFICATE)) {
                mishap.befall(files);
                secretive.look();
                secretive.look();
                shown.append(secretive.certificates()).append(secretive).append(refusalOf(secretive));
            }
            shown.append(log.lines());

            assertThat(log.warnings()).hasSize(3);
            assertThat(shown.toString()).doesNotContain(PASSWORD).doesNotContain("BEGIN");
            for (String line : Files.readAllLines(files.serverKeyFile())) {
                assertThat(shown.toString()).doesNotContain(line);
            }
        }
    }

    @Test
    void looksByItselfUntilItIsClosed() {
        tls.followFiles(Duration.ofMillis(5));
        IssuedCertificate renewed = renew();

        await().until(() -> serial().equals(renewed.certificate().getSerialNumber()));
        tls.close();

        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("gateway-store-tls-files-")));
    }

    // --- what the tests are made of -------------------------------------------------------------------------------

    private List<String> warningsAt(Instant time) {
        clock.set(time);
        int before = log.warnings().size();
        tls.look();
        tls.look();
        return log.warnings().subList(before, log.warnings().size());
    }

    private void settle() {
        tls.look();
        tls.look();
    }

    private BigInteger serial() {
        return tls.clientCertificate().orElseThrow().getSerialNumber();
    }

    private Optional<String> refusal() {
        return refusalOf(tls);
    }

    private static Optional<String> refusalOf(ClientTls tls) {
        return tls.certificates().stream()
                .map(CertificateStatus::refusal)
                .distinct()
                .reduce((one, other) -> {
                    throw new AssertionError("certificates of one set disagree");
                })
                .orElseThrow();
    }

    private IssuedCertificate renew() {
        IssuedCertificate renewed = files.authority().issue(CLIENT);
        files.replaceClient(renewed);
        return renewed;
    }

    /** Issues a certificate into files that nobody looks at. */
    private IssuedCertificate elsewhere() {
        IssuedCertificate renewed = files.authority().issue(CLIENT);
        renewed.writeChain(directory.resolve("new.pem"));
        renewed.writeKey(directory.resolve("new-key.pem"), KeyFormat.PKCS8);
        return renewed;
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Map<Path, byte[]> contents() throws IOException {
        Map<Path, byte[]> contents = new HashMap<>();
        for (Path file : List.of(files.caFile(), files.clientCertificateFile(), files.clientKeyFile())) {
            contents.put(file, Files.readAllBytes(file));
        }
        return contents;
    }

    private ClientTls load(TlsConfig config) {
        return ClientTls.load(config, variable -> "source of " + variable, clock, log);
    }

    private TlsConfig config(Map<StoreVariable, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "GATEWAY_STORE_BACKEND",
                "etcd",
                "GATEWAY_STORE_ETCD_USE_TLS",
                "true",
                "GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH",
                "true",
                "GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE",
                files.caFile().toString(),
                "GATEWAY_STORE_ETCD_CERTIFICATE_FILE",
                files.clientCertificateFile().toString(),
                "GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE",
                files.clientKeyFile().toString()));
        more.forEach((variable, value) -> environment.put(variable.variableName(), value));
        return StoreConfig.builder()
                .environment(environment)
                .build()
                .etcd()
                .tls()
                .orElseThrow();
    }
}
