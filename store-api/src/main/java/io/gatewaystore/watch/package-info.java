/**
 * Watching a range: every change, in order, whole revisions at a time, exactly once, through broken connections.
 *
 * <p>The contract is that of {@link io.gatewaystore.watch.WatchListener}; the handle is a {@link io.gatewaystore.watch.Watch}; where a watch begins
 * and what it carries is said by {@link io.gatewaystore.watch.WatchOptions}. A {@link io.gatewaystore.watch.WatchCursor} is the same watch for whoever
 * wants to take events instead of being called with them.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.watch;
