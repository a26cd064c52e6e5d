package io.gatewaystore.status;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One certificate that a store uses for its new connections. There may be older connections that were made with the one before it.
 *
 * <p>Immutable.
 */
public final class CertificateStatus {

    private final CertificateUse use;
    private final Path file;
    private final String subject;
    private final BigInteger serial;
    private final Instant notBefore;
    private final Instant notAfter;
    private final @Nullable String refusal;

    private CertificateStatus(
            CertificateUse use,
            Path file,
            String subject,
            BigInteger serial,
            Instant notBefore,
            Instant notAfter,
            @Nullable String refusal) {
        this.use = use;
        this.file = file;
        this.subject = subject;
        this.serial = serial;
        this.notBefore = notBefore;
        this.notAfter = notAfter;
        this.refusal = refusal;
    }

    /**
     * Describes a certificate.
     *
     * @param use what it is used for
     * @param file where it was read
     * @param certificate the certificate
     * @return its description, nothing refused
     */
    public static CertificateStatus of(CertificateUse use, Path file, X509Certificate certificate) {
        return new CertificateStatus(
                Objects.requireNonNull(use, "use"),
                Objects.requireNonNull(file, "file"),
                certificate.getSubjectX500Principal().getName(),
                certificate.getSerialNumber(),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                null);
    }

    /**
     * The same with the reason why what the files hold by now is not used in its place.
     *
     * @param why the reason
     * @return a changed copy
     */
    public CertificateStatus withRefusal(String why) {
        return new CertificateStatus(
                use, file, subject, serial, notBefore, notAfter, Objects.requireNonNull(why, "why"));
    }

    /**
     * What the certificate is used for.
     *
     * @return the use
     */
    public CertificateUse use() {
        return use;
    }

    /**
     * The file it was read from.
     *
     * @return the path as it is configured; the file may hold something else by now
     */
    public Path file() {
        return file;
    }

    /**
     * Whom it is about.
     *
     * @return the distinguished name, as RFC 2253 writes it
     */
    public String subject() {
        return subject;
    }

    /**
     * Its number, which no other certificate of the same issuer has.
     *
     * @return the serial number; {@link #toString()} shows it in hexadecimal, as {@code openssl x509 -serial} does
     */
    public BigInteger serial() {
        return serial;
    }

    /**
     * When it became valid.
     *
     * @return the first moment
     */
    public Instant notBefore() {
        return notBefore;
    }

    /**
     * When it expires.
     *
     * @return the last moment
     */
    public Instant notAfter() {
        return notAfter;
    }

    /**
     * Why what the files hold by now is not used in place of this certificate. Files are taken up together, so all certificates of a store
     * have the same answer.
     *
     * @return the reason with variable and file, or empty if the files are as they are used
     */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Shows use, subject, serial number, file and validity. */
    @Override
    public String toString() {
        return use + " " + subject + " (serial " + serial.toString(16).toUpperCase(Locale.ROOT) + ", '" + file
                + "'), valid from " + notBefore + " to " + notAfter;
    }
}
