/** The first program, what the README shows, compiled; and what all programs have in common. */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.examples;
