/**
 * What a check of the connections to etcd found: for each member, step by step, whether it can be used and what stands in the way. A check is run
 * by {@link io.gatewaystore.etcd.ConnectionCheck}.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.etcd.check;
