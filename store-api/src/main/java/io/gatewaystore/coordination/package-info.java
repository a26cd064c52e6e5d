/**
 * One at a time, across processes: {@link io.gatewaystore.coordination.StoreLock} and {@link io.gatewaystore.coordination.Election}.
 *
 * <p>Both are queues of keys, each bound to a session and created in a transaction of its own, so that no two have the same creation revision. Who created the oldest has
 * the lock, or leads; its creation revision is the <em>fencing token</em>. A holder that was paused and does not know yet that it is one no more cannot write through its
 * fenced view: every write is made on the condition that its key is still there.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.coordination;
