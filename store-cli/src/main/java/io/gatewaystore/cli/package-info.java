/**
 * The program {@code storectl}: {@link io.gatewaystore.cli.Storectl} names all commands. What they share is in
 * {@code io.gatewaystore.cli.console}; each other package holds the commands of one subject.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.cli;
