/** Tests of the bridge, and of the store with jetcd as an independent peer. */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.jetcd;
