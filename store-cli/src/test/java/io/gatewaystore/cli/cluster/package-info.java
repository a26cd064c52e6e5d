/** What all commands share, by itself. */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.cli.cluster;
