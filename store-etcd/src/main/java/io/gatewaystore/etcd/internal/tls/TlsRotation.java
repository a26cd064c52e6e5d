package io.gatewaystore.etcd.internal.tls;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.status.CertificateStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Takes up what the files of a TLS configuration hold by now, if it is good as a whole; if not, the last good set stays in use, and that is said
 * once for each state of the files.
 *
 * <p>Files count only when two looks in a row have found the same in them: one look may fall between the certificate and its key, or in the
 * middle of a file that is being written, where half a file of authorities looks like a whole one.
 */
final class TlsRotation {

    /** Refused files may become good by themselves, as a certificate does that was not valid yet. */
    private static final Duration EXAMINE_AGAIN = Duration.ofMinutes(1);

    private static final int MOST_SHOWN = 5;

    private final TlsFiles files;
    private final CurrentMaterial material;
    private final ExpiryWarnings expiry;
    private final Logger log;
    private String inUse;
    private String seen;
    private @Nullable String refused;
    private Instant examineAgain = Instant.MAX;
    private volatile @Nullable String refusal;

    /**
     * Begins.
     *
     * @param files the files
     * @param material made of what they held
     * @param digest of what they held
     */
    TlsRotation(TlsFiles files, CurrentMaterial material, String digest) {
        this.files = files;
        this.material = material;
        this.expiry = new ExpiryWarnings(files.log());
        this.log = files.log();
        this.inUse = digest;
        this.seen = digest;
    }

    /** Why what the files hold is not used. */
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Reads all files once. By one thread at a time; may wait for a disk. */
    void look() {
        FileSnapshot snapshot = files.snapshot();
        boolean settled = snapshot.digest().equals(seen);
        seen = snapshot.digest();
        if (settled) {
            compare(snapshot);
        }
        expiry.look(material.get().certificates(), files.clock().instant());
    }

    private void compare(FileSnapshot snapshot) {
        if (snapshot.digest().equals(inUse)) {
            backToNormal();
        } else if (!snapshot.digest().equals(refused)
                || !files.clock().instant().isBefore(examineAgain)) {
            examine(snapshot);
        }
    }

    private void backToNormal() {
        if (refused != null) {
            log.info("the certificate files are again what is in use");
            accepted();
        }
    }

    private void examine(FileSnapshot snapshot) {
        try {
            TlsMaterial fresh = files.examine(snapshot);
            material.replaceBy(fresh);
            fresh.doubts().forEach(log::warn);
            inUse = snapshot.digest();
            accepted();
            sayWhatIsInUse();
        } catch (ConfigurationException e) {
            refuse(
                    snapshot,
                    e.problems().stream()
                            .map(ConfigurationException.Problem::toString)
                            .collect(Collectors.joining("; ")));
        } catch (RuntimeException e) {
            // Unforeseen, so its text may hold anything, and a key is among what it may have looked at.
            refuse(snapshot, "the files cannot be examined (" + e.getClass().getName() + ")");
        }
    }

    private void accepted() {
        refused = null;
        refusal = null;
    }

    private void refuse(FileSnapshot snapshot, String why) {
        if (!snapshot.digest().equals(refused)) {
            log.warn("the certificate files have changed and are not used, those read before stay in use: {}", why);
        }
        refused = snapshot.digest();
        refusal = why;
        examineAgain = files.clock().instant().plus(EXAMINE_AGAIN);
    }

    private void sayWhatIsInUse() {
        List<CertificateStatus> certificates = material.get().certificates();
        log.info(
                "the certificate files have changed; new connections to etcd use {}{}",
                certificates.stream()
                        .limit(MOST_SHOWN)
                        .map(CertificateStatus::toString)
                        .collect(Collectors.joining("; ")),
                certificates.size() > MOST_SHOWN ? "; and " + (certificates.size() - MOST_SHOWN) + " more" : "");
        files.privateKeyFile().ifPresent(this::warnIfOpen);
    }

    private void warnIfOpen(Path keyFile) {
        KeyFileMode.tooOpen(keyFile)
                .ifPresent(mode -> log.warn(
                        "{}: '{}' holds a secret and can be read by other users of this machine (mode {}); chmod 600 prevents that",
                        StoreVariable.ETCD_PRIVATE_KEY_FILE,
                        keyFile,
                        mode));
    }
}
