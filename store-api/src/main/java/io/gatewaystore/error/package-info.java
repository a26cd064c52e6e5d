/**
 * What can go wrong, one type per thing that happened, under the one root {@link io.gatewaystore.error.StoreException}.
 *
 * <p>Expected results are values and never appear here: an absent key is an empty {@link java.util.Optional}, a lost race
 * is a {@link io.gatewaystore.WriteResult.Conflict}. Mistakes of the caller are {@link IllegalArgumentException},
 * {@link NullPointerException} or {@link IllegalStateException}. Everything else is a {@code StoreException}, which says
 * whether trying again can help and, for a write, whether it may have been applied.
 *
 * <p>Backends throw the types of this package and need no others.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.error;
