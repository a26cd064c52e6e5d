/**
 * Where a store is, how it is reached, and for how long it is waited for.
 *
 * <p>{@link io.gatewaystore.config.StoreConfig#load()} reads the environment variables of the {@code GATEWAY_STORE_} family
 * and one {@code gateway.conf}; {@link io.gatewaystore.config.StoreConfig#builder()} lets a program decide. Both report
 * everything that is wrong at once, in a {@link io.gatewaystore.error.ConfigurationException}. The settings themselves are
 * named in {@link io.gatewaystore.config.StoreVariable}. This is the only package that reads the environment of the process.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.config;
