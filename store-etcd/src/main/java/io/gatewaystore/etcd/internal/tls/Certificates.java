package io.gatewaystore.etcd.internal.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;

/** Decodes the certificates of a PEM file, in the order of the file. */
final class Certificates {

    private Certificates() {}

    static List<X509Certificate> in(PemFile file) throws UnusableFileException {
        List<PemFile.Block> blocks = file.certificates();
        if (blocks.isEmpty()) {
            throw new UnusableFileException(file.contents() + "; expected: one or more certificates");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemFile.Block block : blocks) {
            certificates.add(decode(block, certificates.size() + 1));
        }
        return List.copyOf(certificates);
    }

    private static X509Certificate decode(PemFile.Block block, int number) throws UnusableFileException {
        try (PEMParser parser = new PEMParser(new StringReader(block.text()))) {
            Object parsed = parser.readObject();
            X509CertificateHolder holder = parsed instanceof X509TrustedCertificateBlock trusted
                    ? trusted.getCertificateHolder()
                    : (X509CertificateHolder) parsed;
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
        } catch (IOException | CertificateException | RuntimeException e) {
            // Bouncy Castle reports broken encodings by several unchecked exceptions.
            throw new UnusableFileException(
                    "holds a damaged certificate (number " + number + " in the file cannot be decoded)", e);
        }
    }
}
