package io.gatewaystore.credentials.config;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The three files that a configuration names.
 *
 * <p>Immutable.
 *
 * @param trusted the authorities to trust
 * @param certificate the certificate to show
 * @param key the key of that certificate
 */
public record TlsPaths(Path trusted, Path certificate, Path key) {

    /**
     * Checks that all are there.
     *
     * @param trusted the authorities to trust
     * @param certificate the certificate to show
     * @param key the key of that certificate
     */
    public TlsPaths {
        Objects.requireNonNull(trusted, "trusted");
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
    }
}
