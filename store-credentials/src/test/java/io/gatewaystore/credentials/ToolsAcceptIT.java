package io.gatewaystore.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.credentials.config.EtcdConfigFile;
import io.gatewaystore.credentials.config.EtcdFormat;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.directory.CredentialFile;
import io.gatewaystore.credentials.directory.Ownership;
import io.gatewaystore.credentials.issue.IssueOptions;
import io.gatewaystore.credentials.issue.Issuer;
import io.gatewaystore.credentials.issue.KeyType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenSSL and etcdctl accept what is issued. Not in every build, since not every machine has them: {@code .ci/run} runs it. */
class ToolsAcceptIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void everyCertificate(KeyType type) throws Exception {
        try (OwnEtcd etcd = new OwnEtcd(directory)) {
            CredentialDirectory credentials = CredentialDirectory.at(directory.resolve("etcd_credential"));
            Path config = etcd.configure(EtcdFormat.YAML);
            String endpoint = "https://" + etcd.address() + ":2379";
            credentials.create(
                    Issuer.withNewAuthority(IssueOptions.builder()
                                    .authorityKey(type)
                                    .leafKey(type)
                                    .build())
                            .forIssuingHost(List.of(endpoint)),
                    Ownership.of(directory),
                    Clock.systemUTC());

            String ca = credentials.file(CredentialFile.CA_CERTIFICATE).toString();
            String server = credentials.file(CredentialFile.SERVER_CERTIFICATE).toString();
            String client = credentials.file(CredentialFile.CLIENT_CERTIFICATE).toString();
            assertThat(run("openssl", "verify", "-x509_strict", "-check_ss_sig", "-CAfile", ca, ca))
                    .endsWith("OK");
            assertThat(run(
                            "openssl",
                            "verify",
                            "-x509_strict",
                            "-purpose",
                            "sslserver",
                            "-verify_ip",
                            etcd.address(),
                            "-CAfile",
                            ca,
                            server))
                    .endsWith("OK");
            assertThat(run("openssl", "verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", ca, server))
                    .endsWith("OK");
            assertThat(run("openssl", "verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", ca, client))
                    .endsWith("OK");
            assertThat(run("openssl", "verify", "-purpose", "sslserver", "-CAfile", ca, client))
                    .contains("unsuitable certificate purpose");

            EtcdConfigFile.read(config)
                    .planTls(Transport.MUTUAL_TLS, credentials.serverPaths())
                    .apply();
            etcd.start(config, EtcdFormat.YAML);
            assertThat(run(
                            etcd.etcdctl().toString(),
                            "--endpoints=" + endpoint,
                            "--cacert=" + ca,
                            "--cert=" + client,
                            "--key=" + credentials.file(CredentialFile.CLIENT_KEY),
                            "--dial-timeout=30s",
                            "--command-timeout=30s",
                            "endpoint",
                            "health"))
                    .contains("is healthy");
        }
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }
}
