/** Copying between stores, and what may go wrong meanwhile. */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.cli.copy;
