package io.gatewaystore.credentials.config;

import java.nio.file.Path;
import java.util.List;

/**
 * A file that tells clients where etcd is.
 *
 * <p>Immutable: it is the file as it was when it was read.
 */
@SuppressWarnings("DoNotCallSuggester") // Only the shape so far.
public final class ConsumerConfigFile {

    private ConsumerConfigFile() {}

    /**
     * Reads a file and finds out its format from its name and from what is in it.
     *
     * @param path the file
     * @return its settings
     * @throws io.gatewaystore.credentials.CredentialException if it cannot be read or names no etcd
     */
    public static ConsumerConfigFile read(Path path) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a file of a known format.
     *
     * @param path the file
     * @param format its format
     * @return its settings
     * @throws io.gatewaystore.credentials.CredentialException if it cannot be read or names no etcd
     */
    public static ConsumerConfigFile read(Path path, ConsumerFormat format) {
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
    public ConsumerFormat format() {
        throw new UnsupportedOperationException();
    }

    /**
     * The settings that concern etcd's transport.
     *
     * @return in the order of the file
     */
    public List<Setting> settings() {
        throw new UnsupportedOperationException();
    }

    /**
     * Where the file says etcd is.
     *
     * @return every endpoint as a URL, duplicates included, with the scheme that clients use
     */
    public List<String> endpoints() {
        throw new UnsupportedOperationException();
    }

    /**
     * How clients that read this file reach etcd: {@link Transport#PLAIN} or {@link Transport#MUTUAL_TLS}, or {@link Transport#OTHER} for a mixture.
     *
     * @return the transport; of a list of URLs nothing but the scheme is known, and https counts as mutual TLS
     */
    public Transport transport() {
        throw new UnsupportedOperationException();
    }

    /**
     * Plans to lead clients to https, with a client certificate where the format has settings for it.
     *
     * @param files what clients are to use
     * @return the change, which is empty if the file is so already
     * @throws io.gatewaystore.credentials.CredentialException if the file is written in a way that cannot be edited safely
     */
    public FileEdit planTls(TlsPaths files) {
        throw new UnsupportedOperationException();
    }

    /**
     * Plans to lead clients to plain http.
     *
     * @return the change, which is empty if the file is so already
     * @throws io.gatewaystore.credentials.CredentialException if the file is written in a way that cannot be edited safely
     */
    public FileEdit planPlain() {
        throw new UnsupportedOperationException();
    }
}
