/** The command that checks connections. */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.cli.check;
