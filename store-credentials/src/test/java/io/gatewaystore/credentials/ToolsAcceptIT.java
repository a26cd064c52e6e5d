package io.gatewaystore.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.credentials.config.EtcdConfigFile;
import io.gatewaystore.credentials.config.EtcdFormat;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.directory.CredentialFile;
import io.gatewaystore.credentials.directory.Ownership;
import io.gatewaystore.credentials.issue.Credentials;
import io.gatewaystore.credentials.issue.IssueOptions;
import io.gatewaystore.credentials.issue.Issuer;
import io.gatewaystore.credentials.issue.KeyType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenSSL and etcdctl accept what is issued. Not in every build, since not every machine has them: {@code .ci/run} runs it. */
class ToolsAcceptIT {

    private static final String NAME = "etcd1.example.org";

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void everyKindOfKey(KeyType type) throws Exception {
        try (OwnEtcd etcd = new OwnEtcd(directory)) {
            CredentialDirectory credentials = write(
                    "etcd_credential",
                    Issuer.withNewAuthority(IssueOptions.builder()
                                    .authorityKey(type)
                                    .leafKey(type)
                                    .build())
                            .forIssuingHost(List.of(endpoint(etcd))));

            String ca = file(credentials, CredentialFile.CA_CERTIFICATE);
            assertThat(run("openssl", "verify", "-x509_strict", "-check_ss_sig", "-CAfile", ca, ca))
                    .endsWith("OK");
            assertThat(asServer(credentials, credentials, "-verify_ip", etcd.address()))
                    .endsWith("OK");
            assertThat(asClient(credentials, credentials, CredentialFile.SERVER_CERTIFICATE))
                    .as("etcd's own gateway dials with it")
                    .endsWith("OK");
            assertThat(asClient(credentials, credentials, CredentialFile.CLIENT_CERTIFICATE))
                    .endsWith("OK");
            assertThat(run(
                            "openssl",
                            "verify",
                            "-purpose",
                            "sslserver",
                            "-CAfile",
                            ca,
                            file(credentials, CredentialFile.CLIENT_CERTIFICATE)))
                    .contains("unsuitable certificate purpose");

            serve(etcd, credentials);
            assertThat(health(etcd, credentials, credentials)).contains("is healthy");
        }
    }

    /** What a rotation leads through: new leaves of the old authority, then those of a new one, while both are trusted. */
    @Test
    void theCertificateOfANodeThroughEveryRotation() throws Exception {
        try (OwnEtcd etcd = new OwnEtcd(directory)) {
            List<String> endpoints = List.of(endpoint(etcd));
            IssueOptions options =
                    IssueOptions.builder().additionalNames(List.of(NAME)).build();
            Issuer old = Issuer.withNewAuthority(options);
            Credentials issued = old.forIssuingHost(endpoints);
            CredentialDirectory before = write("before", old.forNode(endpoints));
            CredentialDirectory rotated =
                    write("rotated", Issuer.of(issued, options).forNode(endpoints));
            CredentialDirectory both = write(
                    "both",
                    Issuer.withNewAuthority(options)
                            .alsoTrusting(issued.trusted())
                            .forNode(endpoints));

            assertAccepted(before, before, etcd);
            assertAccepted(before, rotated, etcd);
            assertAccepted(both, before, etcd);
            assertAccepted(both, rotated, etcd);
            assertAccepted(both, both, etcd);
            assertThat(asServer(before, both, "-verify_hostname", NAME)).contains("unable to get local issuer");
            assertThat(asServer(before, before, "-verify_hostname", "etcd2.example.org"))
                    .contains("hostname mismatch");

            serve(etcd, both);
            for (CredentialDirectory client : List.of(before, rotated, both)) {
                assertThat(health(etcd, both, client)).contains("is healthy");
            }
        }
    }

    private static void assertAccepted(CredentialDirectory trusting, CredentialDirectory shown, OwnEtcd etcd)
            throws Exception {
        assertThat(asServer(trusting, shown, "-verify_hostname", NAME)).endsWith("OK");
        assertThat(asServer(trusting, shown, "-verify_ip", etcd.address())).endsWith("OK");
        assertThat(asClient(trusting, shown, CredentialFile.CLIENT_CERTIFICATE)).endsWith("OK");
    }

    private CredentialDirectory write(String name, Credentials credentials) {
        CredentialDirectory written = CredentialDirectory.at(directory.resolve(name));
        written.create(credentials, Ownership.of(directory), Clock.systemUTC());
        return written;
    }

    private static String endpoint(OwnEtcd etcd) {
        return "https://" + etcd.address() + ":2379";
    }

    private static String file(CredentialDirectory credentials, CredentialFile file) {
        return credentials.file(file).toString();
    }

    private static String asServer(CredentialDirectory trusting, CredentialDirectory shown, String... called)
            throws Exception {
        return verify(trusting, shown, CredentialFile.SERVER_CERTIFICATE, "sslserver", called);
    }

    private static String asClient(CredentialDirectory trusting, CredentialDirectory shown, CredentialFile certificate)
            throws Exception {
        return verify(trusting, shown, certificate, "sslclient");
    }

    private static String verify(
            CredentialDirectory trusting,
            CredentialDirectory shown,
            CredentialFile certificate,
            String purpose,
            String... called)
            throws Exception {
        return run(Stream.of(
                        Stream.of("openssl", "verify", "-x509_strict", "-purpose", purpose),
                        Stream.of(called),
                        Stream.of("-CAfile", file(trusting, CredentialFile.CA_CERTIFICATE), file(shown, certificate)))
                .flatMap(words -> words)
                .toArray(String[]::new));
    }

    private static void serve(OwnEtcd etcd, CredentialDirectory credentials) {
        Path config = etcd.configure(EtcdFormat.YAML);
        EtcdConfigFile.read(config)
                .planTls(Transport.MUTUAL_TLS, credentials.serverPaths())
                .apply();
        etcd.start(config, EtcdFormat.YAML);
    }

    private static String health(OwnEtcd etcd, CredentialDirectory trusting, CredentialDirectory client)
            throws Exception {
        return run(
                etcd.etcdctl().toString(),
                "--endpoints=" + endpoint(etcd),
                "--cacert=" + file(trusting, CredentialFile.CA_CERTIFICATE),
                "--cert=" + file(client, CredentialFile.CLIENT_CERTIFICATE),
                "--key=" + file(client, CredentialFile.CLIENT_KEY),
                "--dial-timeout=30s",
                "--command-timeout=30s",
                "endpoint",
                "health");
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }
}
