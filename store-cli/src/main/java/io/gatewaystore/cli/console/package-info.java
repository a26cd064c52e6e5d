/**
 * What all commands share: the streams they speak by, the options for connecting and for output, and what each failure is answered with.
 * A command takes a {@link io.gatewaystore.cli.console.CommandContext} and returns an {@link io.gatewaystore.cli.console.ExitStatus}.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.cli.console;
