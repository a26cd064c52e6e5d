/** The commands that show and change keys. */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.cli.keys;
