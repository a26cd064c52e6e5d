/**
 * Copying keys from one store to another: {@link io.gatewaystore.cli.copy.Copy} does it between any two
 * {@link io.gatewaystore.Store}s, {@link io.gatewaystore.cli.copy.CopyCommand} is its command.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.cli.copy;
