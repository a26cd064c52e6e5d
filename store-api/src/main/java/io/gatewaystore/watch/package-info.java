/**
 * Watching a range: every change, in order, whole revisions at a time, exactly once, through broken connections.
 *
 * <p>The contract is that of {@link io.gatewaystore.watch.WatchListener}; the handle is a {@link io.gatewaystore.watch.Watch}; where a watch begins
 * and what it carries is said by {@link io.gatewaystore.watch.WatchOptions}.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.watch;
