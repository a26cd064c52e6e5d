package io.gatewaystore.etcd.internal.tls;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.config.TlsConfig;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.status.CertificateStatus;
import io.gatewaystore.status.CertificateUse;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The files of a TLS configuration: reads them, as often as need be, and makes material of what was read if it is good as a whole. */
final class TlsFiles {

    private final TlsConfig config;
    private final Function<StoreVariable, String> sources;
    private final Clock clock;
    private final Logger log;

    TlsFiles(TlsConfig config, Function<StoreVariable, String> sources, Clock clock, Logger log) {
        this.config = config;
        this.sources = sources;
        this.clock = clock;
        this.log = log;
    }

    Clock clock() {
        return clock;
    }

    Logger log() {
        return log;
    }

    Optional<Path> privateKeyFile() {
        return config.privateKeyFile();
    }

    FileSnapshot snapshot() {
        return FileSnapshot.of(Stream.of(config.caCertificateFile(), config.certificateFile(), config.privateKeyFile())
                .flatMap(Optional::stream)
                .toList());
    }

    /**
     * Makes material of what was read.
     *
     * @throws ConfigurationException if anything is wrong with it; it names all that is
     */
    TlsMaterial examine(FileSnapshot snapshot) {
        return new Examination(snapshot).material();
    }

    /** One look at one snapshot. */
    private final class Examination {

        private final FileSnapshot snapshot;
        private final Findings findings = new Findings(sources);
        private final List<CertificateStatus> certificates = new ArrayList<>();

        Examination(FileSnapshot snapshot) {
            this.snapshot = snapshot;
        }

        TlsMaterial material() {
            Path caFile = config.caCertificateFile().orElse(null);
            List<X509Certificate> authorities = caFile == null ? List.of() : authorities(caFile);
            ClientIdentity identity = config.clientCertAuth() ? identity() : null;
            findings.throwIfAny();
            if (identity != null && caFile != null) {
                check().issuer(identity.chain(), caFile, authorities);
            }
            describe(identity, authorities);
            TrustAnchors trust = caFile == null ? TrustAnchors.ofRuntime() : TrustAnchors.of(authorities, clock);
            return new TlsMaterial(trust, identity, certificates, findings.warnings());
        }

        private List<X509Certificate> authorities(Path file) {
            List<X509Certificate> read = certificates(StoreVariable.ETCD_CA_CERTIFICATE_FILE, file);
            List<String> faults = new ArrayList<>();
            for (X509Certificate authority : read) {
                AuthorityCheck.fault(authority, clock.instant())
                        .ifPresent(fault -> faults.add(
                                "'" + authority.getSubjectX500Principal().getName() + "' " + fault));
                if (AuthorityCheck.vouchesForItselfOnly(authority)) {
                    findings.warning(
                            StoreVariable.ETCD_CA_CERTIFICATE_FILE,
                            file,
                            "holds a certificate that is not a CA's ("
                                    + authority.getSubjectX500Principal().getName()
                                    + "); only a server that shows this very certificate is trusted");
                }
            }
            report(file, faults, read.size());
            return read;
        }

        /** As long as one authority is usable, the others may be on their way in or out. */
        private void report(Path file, List<String> faults, int authorities) {
            if (faults.isEmpty()) {
                return;
            }
            if (faults.size() < authorities) {
                faults.forEach(fault -> findings.warning(
                        StoreVariable.ETCD_CA_CERTIFICATE_FILE,
                        file,
                        "holds a certificate that vouches for no server: " + fault));
            } else {
                findings.problem(
                        StoreVariable.ETCD_CA_CERTIFICATE_FILE,
                        file,
                        "holds no certificate that can vouch for a server: " + String.join("; ", faults)
                                + "; expected: that of the CA that issued etcd's certificate");
            }
        }

        private @Nullable ClientIdentity identity() {
            List<X509Certificate> chain = certificates(
                    StoreVariable.ETCD_CERTIFICATE_FILE,
                    config.certificateFile().orElseThrow());
            PrivateKey key = privateKey(config.privateKeyFile().orElseThrow());
            if (!chain.isEmpty()) {
                check().chain(chain, clock.instant());
            }
            if (chain.isEmpty() || key == null) {
                return null;
            }
            check().pair(chain, key);
            return new ClientIdentity(key, chain);
        }

        private IdentityCheck check() {
            return new IdentityCheck(
                    config.certificateFile().orElseThrow(),
                    config.privateKeyFile().orElseThrow(),
                    findings);
        }

        /** The certificates of a file, or none if that is a problem. */
        private List<X509Certificate> certificates(StoreVariable variable, Path path) {
            try {
                return Certificates.in(snapshot.pem(path));
            } catch (UnusableFileException e) {
                findings.problem(variable, path, e.sentence());
                return List.of();
            }
        }

        private @Nullable PrivateKey privateKey(Path path) {
            try {
                return PrivateKeys.in(
                        snapshot.pem(path), config.privateKeyPassword().orElse(null));
            } catch (UnusableFileException e) {
                findings.problem(StoreVariable.ETCD_PRIVATE_KEY_FILE, path, e.sentence());
                return null;
            }
        }

        private void describe(@Nullable ClientIdentity identity, List<X509Certificate> authorities) {
            if (identity != null) {
                Path file = config.certificateFile().orElseThrow();
                for (X509Certificate certificate : identity.chain()) {
                    CertificateUse use = certificates.isEmpty() ? CertificateUse.CLIENT : CertificateUse.INTERMEDIATE;
                    certificates.add(CertificateStatus.of(use, file, certificate));
                }
            }
            config.caCertificateFile()
                    .ifPresent(file -> authorities.forEach(authority ->
                            certificates.add(CertificateStatus.of(CertificateUse.AUTHORITY, file, authority))));
        }
    }
}
