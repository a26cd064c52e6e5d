/** Tests of the first program. */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.examples;
