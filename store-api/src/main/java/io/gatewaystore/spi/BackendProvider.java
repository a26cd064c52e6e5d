package io.gatewaystore.spi;

import io.gatewaystore.config.StoreConfig;

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
     * @return the name, lower case
     */
    String name();

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
