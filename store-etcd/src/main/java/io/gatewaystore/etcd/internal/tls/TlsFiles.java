package io.gatewaystore.etcd.internal.tls;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.config.TlsConfig;
import io.gatewaystore.error.ConfigurationException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Reads the files of a TLS configuration, once, and collects everything that is wrong with them. */
final class TlsFiles {

    private final TlsConfig config;
    private final Function<StoreVariable, String> sources;
    private final Clock clock;
    private final List<ConfigurationException.Problem> problems = new ArrayList<>();

    TlsFiles(TlsConfig config, Function<StoreVariable, String> sources, Clock clock) {
        this.config = config;
        this.sources = sources;
        this.clock = clock;
    }

    TlsMaterial read() {
        X509ExtendedTrustManager trust = trust();
        ClientIdentity identity = config.clientCertAuth() ? identity() : null;
        if (trust == null || !problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new TlsMaterial(trust, identity);
    }

    private @Nullable X509ExtendedTrustManager trust() {
        Path path = config.caCertificateFile().orElse(null);
        if (path == null) {
            return TrustAnchors.ofRuntime();
        }
        List<X509Certificate> authorities = certificates(StoreVariable.ETCD_CA_CERTIFICATE_FILE, path);
        return authorities == null ? null : TrustAnchors.of(authorities);
    }

    private @Nullable ClientIdentity identity() {
        Path certificateFile = config.certificateFile().orElseThrow();
        Path keyFile = config.privateKeyFile().orElseThrow();
        List<X509Certificate> chain = certificates(StoreVariable.ETCD_CERTIFICATE_FILE, certificateFile);
        PrivateKey key = privateKey(keyFile);
        if (chain != null) {
            checkValidity(certificateFile, chain.get(0));
            checkOrder(certificateFile, chain);
        }
        if (chain == null || key == null) {
            return null;
        }
        checkPair(certificateFile, chain, keyFile, key);
        return new ClientIdentity(key, chain);
    }

    private @Nullable List<X509Certificate> certificates(StoreVariable variable, Path path) {
        try {
            return Certificates.in(PemFile.read(path));
        } catch (UnusableFileException e) {
            problem(variable, path, e.sentence());
            return null;
        }
    }

    private @Nullable PrivateKey privateKey(Path path) {
        try {
            return PrivateKeys.in(
                    PemFile.read(path), config.privateKeyPassword().orElse(null));
        } catch (UnusableFileException e) {
            problem(StoreVariable.ETCD_PRIVATE_KEY_FILE, path, e.sentence());
            return null;
        }
    }

    private void checkValidity(Path path, X509Certificate certificate) {
        Instant now = clock.instant();
        Instant notBefore = certificate.getNotBefore().toInstant();
        Instant notAfter = certificate.getNotAfter().toInstant();
        if (now.isAfter(notAfter)) {
            problem(
                    StoreVariable.ETCD_CERTIFICATE_FILE,
                    path,
                    "holds a certificate that expired at " + notAfter + "; replace it by a renewed one");
        } else if (now.isBefore(notBefore)) {
            problem(
                    StoreVariable.ETCD_CERTIFICATE_FILE,
                    path,
                    "holds a certificate that is not valid before " + notBefore + "; it is " + now
                            + " by this machine's clock");
        }
    }

    private void checkOrder(Path path, List<X509Certificate> chain) {
        for (int i = 1; i < chain.size(); i++) {
            X509Certificate issued = chain.get(i - 1);
            X509Certificate issuer = chain.get(i);
            if (!issued.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
                problem(
                        StoreVariable.ETCD_CERTIFICATE_FILE,
                        path,
                        "holds certificates out of order: number " + i + " (" + issued.getSubjectX500Principal()
                                + ") is followed by one that did not issue it (" + issuer.getSubjectX500Principal()
                                + "); expected: the client's own certificate first, each followed by that of its issuer");
                return;
            }
        }
    }

    private void checkPair(Path certificateFile, List<X509Certificate> chain, Path keyFile, PrivateKey key) {
        if (KeyPairCheck.belongTogether(key, chain.get(0).getPublicKey())) {
            return;
        }
        boolean ofAnother = chain.stream().anyMatch(other -> KeyPairCheck.belongTogether(key, other.getPublicKey()));
        problem(
                StoreVariable.ETCD_PRIVATE_KEY_FILE,
                keyFile,
                "does not belong to the certificate in '" + certificateFile + "' ("
                        + StoreVariable.ETCD_CERTIFICATE_FILE
                        + (ofAnother
                                ? "), but to a later one in that file; expected: the client's own certificate first"
                                : "); expected: the key that the certificate was issued for"));
    }

    private void problem(StoreVariable variable, Path path, String sentence) {
        problems.add(new ConfigurationException.Problem(
                variable.variableName(), sources.apply(variable), "'" + path + "' " + sentence));
    }
}
