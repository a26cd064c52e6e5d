package io.gatewaystore.credentials.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The configuration file of one etcd member, as far as its clients are concerned.
 *
 * <p>Immutable: it is the file as it was when it was read.
 */
@SuppressWarnings("DoNotCallSuggester") // Only the shape so far.
public final class EtcdConfigFile {

    private EtcdConfigFile() {}

    /**
     * Reads a file and finds out its format from what is in it.
     *
     * @param path the file
     * @return its settings
     * @throws io.gatewaystore.credentials.CredentialException if it cannot be read or its settings cannot be understood
     */
    public static EtcdConfigFile read(Path path) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a file of a known format.
     *
     * @param path the file
     * @param format its format
     * @return its settings
     * @throws io.gatewaystore.credentials.CredentialException if it cannot be read or its settings cannot be understood
     */
    public static EtcdConfigFile read(Path path, EtcdFormat format) {
        throw new UnsupportedOperationException();
    }

    /**
     * The file.
     *
     * @return its absolute path
     */
    public Path path() {
        throw new UnsupportedOperationException();
    }

    /**
     * The format that the file was read in.
     *
     * @return the format
     */
    public EtcdFormat format() {
        throw new UnsupportedOperationException();
    }

    /**
     * The settings of the client transport that the file has.
     *
     * @return in the order of the file
     */
    public List<Setting> settings() {
        throw new UnsupportedOperationException();
    }

    /**
     * The URLs at which clients are to reach this member.
     *
     * @return the advertised client URLs, or etcd's default
     */
    public List<String> advertisedUrls() {
        throw new UnsupportedOperationException();
    }

    /**
     * The URLs on which etcd listens for clients.
     *
     * @return the client listen URLs, or etcd's default
     */
    public List<String> listenUrls() {
        throw new UnsupportedOperationException();
    }

    /**
     * How etcd listens for its clients.
     *
     * @return the transport
     */
    public Transport transport() {
        throw new UnsupportedOperationException();
    }

    /**
     * The directory where etcd keeps its data.
     *
     * @return empty if the file does not say
     */
    public Optional<Path> dataDirectory() {
        throw new UnsupportedOperationException();
    }

    /**
     * Plans to let etcd listen with TLS.
     *
     * @param target {@link Transport#BOTH} or {@link Transport#MUTUAL_TLS}
     * @param files what etcd is to serve with
     * @return the change, which is empty if the file is so already
     * @throws io.gatewaystore.credentials.CredentialException if the file is written in a way that cannot be edited safely
     */
    public FileEdit planTls(Transport target, TlsPaths files) {
        throw new UnsupportedOperationException();
    }

    /**
     * Plans to let etcd listen in plaintext, without TLS settings.
     *
     * @return the change, which is empty if the file is so already
     * @throws io.gatewaystore.credentials.CredentialException if the file is written in a way that cannot be edited safely
     */
    public FileEdit planPlain() {
        throw new UnsupportedOperationException();
    }
}
