/**
 * The in-memory backend: revisions, transactions, leases, history, compaction and watches as etcd has them, within one process. It serves
 * {@code GATEWAY_STORE_BACKEND=memory}, tests ({@link io.gatewaystore.memory.MemoryCluster#create()}, with time in the test's hands by
 * {@link io.gatewaystore.memory.ManualClock}), and as the executable specification other backends are compared with.
 *
 * <p>Nothing in it is shared with other processes, and nothing survives the process.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.memory;
