/** The first program: what the README shows, compiled. */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.examples;
