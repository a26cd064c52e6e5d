/** Tests of the in-memory backend. */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.memory;
