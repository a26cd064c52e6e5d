package io.gatewaystore.credentials.procedure;

/**
 * One credential directory of a deployment.
 *
 * @param member the member whose it is; empty for the issuing one
 */
record Place(String member) {

    static final Place ISSUER = new Place("");

    boolean isIssuer() {
        return member.isEmpty();
    }

    @Override
    public String toString() {
        return isIssuer() ? "the issuing host" : member;
    }
}
