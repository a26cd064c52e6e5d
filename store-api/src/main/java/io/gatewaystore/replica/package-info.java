/**
 * Live, typed, local copies of a range: {@link io.gatewaystore.replica.Replica} and what it tells.
 *
 * <p>A replica is fed by one watch of a {@link io.gatewaystore.Store}, so every backend has it. Its state is one immutable hash table with the
 * revision it is true at; each revision of the store makes the next one, which shares with it all pages that did not change. Reading is
 * looking into the newest table, a snapshot is keeping one.
 */
@NullMarked
package io.gatewaystore.replica;

import org.jspecify.annotations.NullMarked;
