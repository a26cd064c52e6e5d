package io.gatewaystore.testkit.tls;

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The files of an ordinary deployment in one directory: an authority's certificate, a server's and a client's
 * certificate and key. More can be issued by the {@linkplain #authority() authority}, and put in the place of the first
 * ones while servers and clients run. An etcd that runs as a process reads its certificate and key at each handshake, the
 * authorities that it trusts when it starts; a store notices changes of all its files within seconds.
 *
 * <p>Thread-safe.
 */
public final class TestCertificates {

    private final Path directory;
    private final CertificateAuthority authority;
    private final IssuedCertificate server;
    private final IssuedCertificate client;

    private TestCertificates(
            Path directory, CertificateAuthority authority, IssuedCertificate server, IssuedCertificate client) {
        this.directory = directory;
        this.authority = authority;
        this.server = server;
        this.client = client;
    }

    /**
     * Issues the usual server and client certificates from a fresh authority and writes them.
     *
     * @param directory an existing directory
     * @return the files
     */
    public static TestCertificates create(Path directory) {
        CertificateAuthority authority = CertificateAuthority.create();
        return create(
                directory,
                authority,
                authority.issue(CertificateProfile.server()),
                authority.issue(CertificateProfile.client("gateway")));
    }

    /**
     * Writes the given certificates.
     *
     * @param directory an existing directory
     * @param authority the authority to trust
     * @param server the server's certificate, of this authority or not
     * @param client the client's certificate, of this authority or not
     * @return the files
     */
    public static TestCertificates create(
            Path directory, CertificateAuthority authority, IssuedCertificate server, IssuedCertificate client) {
        Objects.requireNonNull(directory, "directory");
        TestCertificates certificates = new TestCertificates(directory, authority, server, client);
        certificates.replaceAuthorities(authority);
        certificates.replaceServer(server);
        certificates.replaceClient(client);
        return certificates;
    }

    /**
     * Returns the directory that holds the files, where a test may put more.
     *
     * @return the directory
     */
    public Path directory() {
        return directory;
    }

    /**
     * Returns the authority, able to issue more certificates.
     *
     * @return the authority
     */
    public CertificateAuthority authority() {
        return authority;
    }

    /**
     * Returns the server's certificate.
     *
     * @return the certificate as it was written first
     */
    public IssuedCertificate server() {
        return server;
    }

    /**
     * Returns the client's certificate.
     *
     * @return the certificate as it was written first
     */
    public IssuedCertificate client() {
        return client;
    }

    /**
     * Puts another certificate and its key in the server's files, the key first.
     *
     * @param replacement the certificate
     */
    public void replaceServer(IssuedCertificate replacement) {
        replacement.writeKey(serverKeyFile(), KeyFormat.PKCS8);
        replacement.writeChain(serverCertificateFile());
    }

    /**
     * Puts another certificate and its key in the client's files, the key first.
     *
     * @param replacement the certificate
     */
    public void replaceClient(IssuedCertificate replacement) {
        replacement.writeKey(clientKeyFile(), KeyFormat.PKCS8);
        replacement.writeChain(clientCertificateFile());
    }

    /**
     * Puts the certificates of other authorities in the file of those that are trusted. The admin client of a cluster stays a client of the
     * first authority.
     *
     * @param trusted who is trusted from now on; one authority overlaps with its successor where both are in here
     */
    public void replaceAuthorities(CertificateAuthority... trusted) {
        PemFiles.write(
                caFile(),
                PemFiles.certificates(Stream.of(trusted)
                        .map(CertificateAuthority::certificate)
                        .toList()));
    }

    /**
     * Returns the file with the authority's certificate.
     *
     * @return the PEM file
     */
    public Path caFile() {
        return directory.resolve("ca.pem");
    }

    /**
     * Returns the file with the server's certificate chain.
     *
     * @return the PEM file
     */
    public Path serverCertificateFile() {
        return directory.resolve("server.pem");
    }

    /**
     * Returns the file with the server's private key.
     *
     * @return the PEM file, PKCS#8
     */
    public Path serverKeyFile() {
        return directory.resolve("server-key.pem");
    }

    /**
     * Returns the file with the client's certificate chain.
     *
     * @return the PEM file
     */
    public Path clientCertificateFile() {
        return directory.resolve("client.pem");
    }

    /**
     * Returns the file with the client's private key.
     *
     * @return the PEM file, PKCS#8
     */
    public Path clientKeyFile() {
        return directory.resolve("client-key.pem");
    }
}
