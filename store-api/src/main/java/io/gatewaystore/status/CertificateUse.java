package io.gatewaystore.status;

/**
 * What a store uses a certificate for.
 *
 * <p>Immutable.
 */
public enum CertificateUse {
    /** The store presents it to servers that ask for a client's certificate. */
    CLIENT("client certificate"),
    /** The store presents it along with its own: it leads from that one towards the authority that the server trusts. */
    INTERMEDIATE("intermediate certificate"),
    /** The store trusts the servers that it vouches for. */
    AUTHORITY("CA certificate");

    private final String text;

    CertificateUse(String text) {
        this.text = text;
    }

    /** Names the use as a person would. */
    @Override
    public String toString() {
        return text;
    }
}
