package io.gatewaystore.credentials.procedure;

/** What a credential directory holds while credentials are rotated. */
enum Stage {
    /** What it held before. */
    OLD,
    /** What it held before, and the new authority is trusted too. */
    TRUST_BOTH,
    /** The new certificates, and the old authority is still trusted. */
    NEW,
    /** The new certificates, and nothing is left of the old authority. */
    NEW_ONLY
}
