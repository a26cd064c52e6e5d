/**
 * The bridge to jetcd: a full {@link io.etcd.jetcd.Client} over the connections of a store, by
 * {@link io.gatewaystore.jetcd.JetcdClient#of}.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.jetcd;
