package io.gatewaystore.credentials.directory;

/**
 * The files of a credential directory.
 *
 * <p>Immutable.
 */
public enum CredentialFile {
    /** The authorities to trust. */
    CA_CERTIFICATE("ca.crt"),
    /** The authority's key, on the issuing host only. */
    CA_KEY("ca.key"),
    /** What etcd serves with. */
    SERVER_CERTIFICATE("server.crt"),
    /** The key of {@link #SERVER_CERTIFICATE}. */
    SERVER_KEY("server.key"),
    /** What clients show to etcd. */
    CLIENT_CERTIFICATE("client.crt"),
    /** The key of {@link #CLIENT_CERTIFICATE}. */
    CLIENT_KEY("client.key"),
    /** What was issued, and where. No secrets. */
    META("meta.json");

    private final String fileName;

    CredentialFile(String fileName) {
        this.fileName = fileName;
    }

    /**
     * The name in the directory.
     *
     * @return for example {@code ca.crt}
     */
    public String fileName() {
        return fileName;
    }

    @Override
    public String toString() {
        return fileName;
    }
}
