package io.gatewaystore.spi;

import io.gatewaystore.config.StoreConfig;
import java.util.Set;

/**
 * Opens a kind of backend. Registered as a {@link java.util.ServiceLoader} service and chosen by
 * {@code GATEWAY_STORE_BACKEND}.
 *
 * <p>Thread-safe.
 */
public interface BackendProvider {

    /**
     * The value of {@code GATEWAY_STORE_BACKEND} that chooses this backend.
     *
     * @return the name: a lower case letter, then lower case letters, digits, dashes and underscores
     */
    String name();

    /**
     * The settings of this backend's own, for which users are told of misspelt ones. A backend {@code file} that gives {@code directory}
     * here reads {@link StoreConfig#backendSetting config.backendSetting("directory")}, which users set as
     * {@code GATEWAY_STORE_FILE_DIRECTORY}.
     *
     * @return their names without that of the backend, in lower case; none unless overridden
     */
    default Set<String> settings() {
        return Set.of();
    }

    /**
     * Opens a backend. Ends within {@link StoreConfig#connectTimeout()}.
     *
     * @param config the configuration, which is valid
     * @return a backend that serves
     * @throws io.gatewaystore.error.ConfigurationException if something the configuration names is unusable
     * @throws io.gatewaystore.error.ConnectionFailedException if no endpoint could be connected to, unless
     *     {@link StoreConfig#startAnyway()}
     * @throws io.gatewaystore.error.AuthenticationException if user name or password are wrong
     */
    Backend open(StoreConfig config);
}
