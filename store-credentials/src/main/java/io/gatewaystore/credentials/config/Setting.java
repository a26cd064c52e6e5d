package io.gatewaystore.credentials.config;

/**
 * One setting of a configuration file.
 *
 * <p>Immutable.
 *
 * @param name its name, as the file's format has it
 * @param value its value without quotes; never a secret, since only settings of the transport are read
 * @param line the number of its line, from 1
 */
public record Setting(String name, String value, int line) {}
