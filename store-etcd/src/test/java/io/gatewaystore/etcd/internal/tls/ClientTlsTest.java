package io.gatewaystore.etcd.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.config.TlsConfig;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.status.CertificateStatus;
import io.gatewaystore.status.CertificateUse;
import io.gatewaystore.testkit.tls.CertificateAuthority;
import io.gatewaystore.testkit.tls.CertificateProfile;
import io.gatewaystore.testkit.tls.IssuedCertificate;
import io.gatewaystore.testkit.tls.KeyAlgorithm;
import io.gatewaystore.testkit.tls.KeyFormat;
import io.gatewaystore.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientTlsTest {

    private static final String CA = StoreVariable.ETCD_CA_CERTIFICATE_FILE.variableName();
    private static final String CERTIFICATE = StoreVariable.ETCD_CERTIFICATE_FILE.variableName();
    private static final String KEY = StoreVariable.ETCD_PRIVATE_KEY_FILE.variableName();
    private static final CertificateProfile CLIENT = CertificateProfile.client("gateway");

    @TempDir
    Path directory;

    private final RecordingLog log = new RecordingLog();
    private TestCertificates files;

    @BeforeEach
    void issueGoodCertificates() {
        files = TestCertificates.create(directory);
    }

    @ParameterizedTest
    @CsvSource({"EC_P256,PKCS8", "EC_P256,SEC1", "RSA_2048,PKCS8", "RSA_2048,PKCS1"})
    void readsAKeyOfEachForm(KeyAlgorithm algorithm, KeyFormat format) {
        IssuedCertificate client = files.authority().issue(CLIENT.keyAlgorithm(algorithm));
        client.writeChain(files.clientCertificateFile());
        client.writeKey(files.clientKeyFile(), format);

        assertThat(number(load().keyManager().getPrivateKey("client"))).isEqualTo(number(client.privateKey()));
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void readsAnEncryptedKey(KeyAlgorithm algorithm) {
        IssuedCertificate client = files.authority().issue(CLIENT.keyAlgorithm(algorithm));
        client.writeChain(files.clientCertificateFile());
        client.writeEncryptedKey(files.clientKeyFile(), "hunter2");

        ClientTls tls = ClientTls.load(config(Map.of(StoreVariable.ETCD_PRIVATE_KEY_PASSWORD, "hunter2")));

        assertThat(tls.keyManager().getPrivateKey("client")).isEqualTo(client.privateKey());
    }

    @Test
    void readsAKeyWithItsCurveInABlockOfItsOwn() throws IOException {
        files.client().writeKey(files.clientKeyFile(), KeyFormat.SEC1);
        String key = Files.readString(files.clientKeyFile());
        Files.writeString(
                files.clientKeyFile(),
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + key);

        load();
    }

    @Test
    void takesTheCurveFromTheBlockBeforeIfTheKeyDoesNotNameIt() throws IOException {
        TlsConfig config = config();
        Namesake.key(files.clientKeyFile(), files.client().privateKey());
        String curveless = Files.readString(files.clientKeyFile());
        assertThat(problems(config))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("does not name its curve"));

        Files.writeString(
                files.clientKeyFile(),
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + curveless);

        assertThat(ClientTls.load(config).keyManager().getPrivateKey("client"))
                .isEqualTo(files.client().privateKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448", "RSASSA-PSS"})
    void readsKeysOfRarerKinds(String algorithm) throws IOException {
        KeyPair keys = Namesake.keys(algorithm);
        Namesake.bundle(
                files.clientCertificateFile(), Namesake.certify(files.client().certificate(), keys.getPublic()));
        writePkcs8(keys);

        assertThat(load().keyManager().getPrivateKey("client")).isEqualTo(keys.getPrivate());
    }

    @Test
    void readsTextBetweenBlocksAsExplanation() throws IOException {
        Files.writeString(
                files.caFile(),
                "# our CA\nSubject: CN=ümläut\n" + Files.readString(files.caFile()) + "\nEnd.\n",
                StandardCharsets.UTF_8);

        assertThat(load().trustManager().getAcceptedIssuers())
                .containsExactly(files.authority().certificate());
    }

    @Test
    void trustsAllAuthoritiesOfAFile() {
        var other = CertificateAuthority.create().certificate();
        Namesake.bundle(files.caFile(), files.authority().certificate(), other);

        assertThat(load().trustManager().getAcceptedIssuers())
                .containsExactlyInAnyOrder(files.authority().certificate(), other);
    }

    @Test
    void trustsWhatTheRuntimeTrustsIfNoAuthorityIsConfigured() {
        ClientTls tls = ClientTls.load(config(Map.of(StoreVariable.ETCD_CA_CERTIFICATE_FILE, "")));

        assertThat(tls.trustManager().getAcceptedIssuers()).hasSizeGreaterThan(10);
    }

    @Test
    void leavesACertificateAloneThatIsNotToBePresented() throws IOException {
        TlsConfig config = config(Map.of(StoreVariable.ETCD_CLIENT_CERT_AUTH, "false"));
        Files.writeString(files.clientCertificateFile(), "nonsense");

        ClientTls tls = ClientTls.load(config);

        assertThat(tls.clientCertificate()).isEmpty();
        assertThat(tls.certificates()).extracting(CertificateStatus::use).containsExactly(CertificateUse.AUTHORITY);
        assertThat(tls.keyManager().chooseEngineClientAlias(new String[] {"EC"}, null, null))
                .isNull();
    }

    @Test
    void tellsWhatItPresentsAndWhomItTrusts() {
        IssuedCertificate client = files.authority().intermediate().issue(CLIENT);
        client.writeChain(files.clientCertificateFile());
        client.writeKey(files.clientKeyFile(), KeyFormat.PKCS8);

        List<CertificateStatus> certificates = load().certificates();

        assertThat(certificates)
                .extracting(CertificateStatus::use)
                .containsExactly(CertificateUse.CLIENT, CertificateUse.INTERMEDIATE, CertificateUse.AUTHORITY);
        assertThat(certificates.get(0)).satisfies(status -> {
            X509Certificate certificate = client.certificate();
            assertThat(status.file()).isEqualTo(files.clientCertificateFile());
            assertThat(status.subject()).contains("CN=gateway");
            assertThat(status.serial()).isEqualTo(certificate.getSerialNumber());
            assertThat(status.notBefore()).isEqualTo(certificate.getNotBefore().toInstant());
            assertThat(status.notAfter()).isEqualTo(certificate.getNotAfter().toInstant());
            assertThat(status.refusal()).isEmpty();
            assertThat(status.toString())
                    .contains(certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT));
        });
        assertThat(certificates.get(2).file()).isEqualTo(files.caFile());
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void saysThatTheCertificateIsNotForClients() {
        assertProblemWith(CLIENT.usages(CertificateProfile.Usage.SERVER), "lacks clientAuth");
    }

    @Test
    void takesACertificateThatDoesNotSayWhatItIsFor() {
        TlsConfig config = config();
        IssuedCertificate client = files.authority().issue(CLIENT.usages());
        client.writeChain(files.clientCertificateFile());
        client.writeKey(files.clientKeyFile(), KeyFormat.PKCS8);

        assertThat(ClientTls.load(config).clientCertificate()).contains(client.certificate());
    }

    @Test
    void saysThatTheIssuersCertificateHasAnotherKey() {
        TlsConfig config = config();
        IssuedCertificate client = files.authority().intermediate().issue(CLIENT);
        client.writeKey(files.clientKeyFile(), KeyFormat.PKCS8);
        X509Certificate namesake = Namesake.selfSigned(client.chain().get(1), Namesake.keys("EC"), "SHA256withECDSA");
        Namesake.bundle(files.clientCertificateFile(), client.certificate(), namesake);

        assertProblem(config, CERTIFICATE, "has not signed");
    }

    @Test
    void saysThatAnIntermediateCertificateHasExpired() {
        TlsConfig config = config();
        IssuedCertificate client = files.authority().intermediate().issue(CLIENT);
        client.writeKey(files.clientKeyFile(), KeyFormat.PKCS8);
        client.writeChain(files.clientCertificateFile());
        Instant later = client.chain().get(1).getNotAfter().toInstant().plusSeconds(1);

        ConfigurationException failure = catchThrowableOfType(
                ConfigurationException.class,
                () -> ClientTls.load(config, variable -> "", Clock.fixed(later, ZoneOffset.UTC)));

        assertThat(failure).hasMessageContaining("intermediate CA").hasMessageContaining("expired at ");
    }

    @Test
    void doubtsACertificateWhoseIssuerIsUnknown() {
        TlsConfig config = config();
        CertificateAuthority.create().writeCertificate(files.caFile());

        load(config);

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith(
                        "WARN " + CERTIFICATE + " (source of " + CERTIFICATE + "): '" + files.clientCertificateFile())
                .contains("knows nothing")
                .contains("--trusted-ca-file");
    }

    @Test
    void doubtsACertificateWhoseIssuerHasAnotherKeyByNow() {
        TlsConfig config = config();
        Namesake.of(files.authority().certificate(), files.caFile());

        load(config);

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN " + CERTIFICATE)
                .contains("another key");
    }

    @Test
    void doubtsNothingAboutACertificateAndItsIssuer() {
        load();

        assertThat(log.lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-20, -10, 4, expired at",
        "10, 20, 4, is not valid before",
        "-10, 10, 2, lacks keyCertSign",
    })
    void saysThatAnAuthorityCannotVouchForAnybody(int from, int until, int usages, String fault) {
        TlsConfig config = config();
        X509Certificate unusable = unusable(from, until, usages);
        Namesake.bundle(files.caFile(), unusable);

        assertProblem(config, CA, fault);

        Namesake.bundle(files.caFile(), unusable, files.authority().certificate());
        load(config);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN " + CA)
                .contains(fault);
    }

    private X509Certificate unusable(int from, int until, int usages) {
        Instant now = Instant.now();
        return Namesake.authority(
                files.authority().certificate(),
                now.plus(Duration.ofDays(from)),
                now.plus(Duration.ofDays(until)),
                usages);
    }

    @Test
    void trustsNoAuthorityAnyMoreWhenItHasExpired() {
        X509Certificate own = files.authority().certificate();
        X509Certificate other = CertificateAuthority.create().certificate();
        Namesake.bundle(files.caFile(), own, other, files.authority().expired().certificate());
        TickingClock clock = new TickingClock();

        ClientTls tls = ClientTls.load(config(), variable -> "", clock, log);

        assertThat(tls.trustManager().getAcceptedIssuers()).containsExactly(own, other);
        clock.advance(
                Duration.between(clock.instant(), own.getNotAfter().toInstant().plusSeconds(1)));
        assertThat(tls.trustManager().getAcceptedIssuers()).doesNotContain(own);
    }

    @Test
    void saysThatACertificateIsNotThatOfAnAuthority() {
        TlsConfig config = config();
        files.server().writeChain(files.caFile());

        assertProblem(config, CA, "is not that of a CA");
    }

    @Test
    void trustsAServerThatIssuedItsCertificateItself() {
        TlsConfig config = config();
        X509Certificate own = Namesake.certify(
                files.server().certificate(), files.server().certificate().getPublicKey());
        Namesake.bundle(files.caFile(), own);

        assertThat(load(config).trustManager().getAcceptedIssuers()).containsExactly(own);
        assertThat(log.lines()).anyMatch(line -> line.contains("only a server that shows this very certificate"));
    }

    @Test
    void refusesToTrustWithoutVerificationOfTheName() {
        var chain = new X509Certificate[] {files.server().certificate()};
        var trust = load().trustManager();

        assertThat(catchThrowableOfType(CertificateException.class, () -> trust.checkServerTrusted(chain, "EC")))
                .hasMessageContaining("without verification of the server's name");
        assertThat(catchThrowableOfType(
                        CertificateException.class,
                        () -> trust.checkServerTrusted(
                                chain, "EC", load().sslContext().createSSLEngine("localhost", 1))))
                .hasMessageContaining("without verification of the server's name");
    }

    @Test
    void namesEveryProblemWithItsVariableAndFile() throws IOException {
        TlsConfig config = config();
        Files.writeString(files.caFile(), "");
        Files.writeString(
                files.clientCertificateFile(), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Files.delete(files.clientKeyFile());

        List<ConfigurationException.Problem> problems = problems(config);

        assertThat(problems)
                .extracting(ConfigurationException.Problem::variable)
                .containsExactly(CA, CERTIFICATE, KEY);
        assertThat(problems.get(0).message())
                .contains(files.caFile().toString())
                .contains("holds no PEM block");
        assertThat(problems.get(1).message())
                .contains(files.clientCertificateFile().toString())
                .contains("damaged certificate");
        assertThat(problems.get(2).message())
                .contains(files.clientKeyFile().toString())
                .contains("does not exist");
        assertThat(problems.get(0).source()).isEqualTo("source of " + CA);
    }

    @Test
    void saysThatTheKeyIsThatOfAnotherCertificate() {
        TlsConfig config = config();
        files.server().writeKey(files.clientKeyFile(), KeyFormat.PKCS8);

        assertProblem(config, KEY, "does not belong to the certificate in '" + files.clientCertificateFile());
    }

    @Test
    void saysThatTheKeyIsOfAnotherKindThanTheCertificate() {
        TlsConfig config = config();
        files.authority()
                .issue(CLIENT.keyAlgorithm(KeyAlgorithm.RSA_2048))
                .writeKey(files.clientKeyFile(), KeyFormat.PKCS8);

        assertProblem(config, KEY, "does not belong to the certificate in '" + files.clientCertificateFile());
    }

    @Test
    void saysThatCertificatesAreOutOfOrder() {
        TlsConfig config = config();
        IssuedCertificate client = files.authority().intermediate().issue(CLIENT);
        client.writeKey(files.clientKeyFile(), KeyFormat.PKCS8);
        Namesake.bundle(
                files.clientCertificateFile(),
                client.chain().get(1),
                client.chain().get(0));

        List<ConfigurationException.Problem> problems = problems(config);

        assertThat(problems)
                .extracting(ConfigurationException.Problem::variable)
                .containsExactly(CERTIFICATE, KEY);
        assertThat(problems.get(0).message()).contains("out of order").contains("own certificate first");
        assertThat(problems.get(1).message()).contains("but to a later one in that file");
    }

    @Test
    void saysThatTheCertificateHasExpired() {
        assertProblemWith(CLIENT.expired(), "expired at ");
    }

    @Test
    void saysThatTheCertificateIsNotYetValid() {
        assertProblemWith(CLIENT.notYetValid(), "not valid before ");
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void saysThatThePasswordIsWrong(KeyAlgorithm algorithm) {
        IssuedCertificate client = files.authority().issue(CLIENT.keyAlgorithm(algorithm));
        client.writeChain(files.clientCertificateFile());
        client.writeEncryptedKey(files.clientKeyFile(), "hunter2");
        TlsConfig config = config(Map.of(StoreVariable.ETCD_PRIVATE_KEY_PASSWORD, "swordfish-9"));

        ConfigurationException failure = assertProblem(config, KEY, "the password is wrong");

        assertThat(everythingSaidIn(failure)).doesNotContain("hunter2").doesNotContain("swordfish-9");
    }

    @Test
    void saysThatThePasswordIsMissing() {
        TlsConfig config = config();
        files.client().writeEncryptedKey(files.clientKeyFile(), "hunter2");

        assertProblem(config, KEY, "is encrypted and no password is set");
    }

    @Test
    void saysThatAFileIsCutOff() throws IOException {
        TlsConfig config = config();
        String whole = Files.readString(files.clientKeyFile());
        Files.writeString(files.clientKeyFile(), whole.substring(0, whole.length() / 2));

        assertProblem(config, KEY, "is cut off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
    void doesNotRepeatADamagedKey(String label) throws IOException {
        TlsConfig config = config(Map.of(StoreVariable.ETCD_PRIVATE_KEY_PASSWORD, "swordfish-9"));
        String body = Base64.getEncoder().encodeToString("certainly no key at all".getBytes(StandardCharsets.US_ASCII));
        Files.writeString(
                files.clientKeyFile(), "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");

        ConfigurationException failure = assertProblem(config, KEY, "private key");

        assertThat(everythingSaidIn(failure)).doesNotContain(body).doesNotContain("certainly");
    }

    @Test
    void showsNoKeyAsText() {
        ClientTls tls = load();

        assertThat(tls.toString()).contains("CN=gateway").doesNotContainIgnoringCase("private");
        assertThat(new ClientIdentity(
                                files.client().privateKey(), files.client().chain())
                        .toString())
                .startsWith("ClientIdentity[CN=gateway")
                .doesNotContainIgnoringCase("private");
    }

    /** What makes the key what it is; its encoding may name the curve once or twice. */
    private static BigInteger number(PrivateKey key) {
        return key instanceof ECPrivateKey elliptic ? elliptic.getS() : ((RSAPrivateKey) key).getPrivateExponent();
    }

    private ClientTls load() {
        return load(config());
    }

    private ClientTls load(TlsConfig config) {
        ClientTls tls = ClientTls.load(config, variable -> "source of " + variable, Clock.systemUTC(), log);
        tls.logDoubts();
        return tls;
    }

    private TlsConfig config() {
        return config(Map.of());
    }

    private TlsConfig config(Map<StoreVariable, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "GATEWAY_STORE_BACKEND", "etcd",
                "GATEWAY_STORE_ETCD_USE_TLS", "true",
                "GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH", "true"));
        environment.put(CA, files.caFile().toString());
        environment.put(CERTIFICATE, files.clientCertificateFile().toString());
        environment.put(KEY, files.clientKeyFile().toString());
        more.forEach((variable, value) -> environment.put(variable.variableName(), value));
        return StoreConfig.builder()
                .environment(environment)
                .build()
                .etcd()
                .tls()
                .orElseThrow();
    }

    private void assertProblemWith(CertificateProfile profile, String message) {
        TlsConfig config = config();
        IssuedCertificate client = files.authority().issue(profile);
        client.writeChain(files.clientCertificateFile());
        client.writeKey(files.clientKeyFile(), KeyFormat.PKCS8);

        assertProblem(config, CERTIFICATE, message);
    }

    private static ConfigurationException assertProblem(TlsConfig config, String variable, String message) {
        ConfigurationException failure = failure(config);
        assertThat(failure.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.variable()).isEqualTo(variable);
            assertThat(problem.message()).contains(message);
        });
        return failure;
    }

    private static List<ConfigurationException.Problem> problems(TlsConfig config) {
        return failure(config).problems();
    }

    private static ConfigurationException failure(TlsConfig config) {
        return catchThrowableOfType(
                ConfigurationException.class,
                () -> ClientTls.load(config, variable -> "source of " + variable, Clock.systemUTC()));
    }

    private static String everythingSaidIn(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private void writePkcs8(KeyPair keys) throws IOException {
        Files.writeString(
                files.clientKeyFile(),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
    }
}
