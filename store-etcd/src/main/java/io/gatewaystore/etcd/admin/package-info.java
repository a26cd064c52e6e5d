/**
 * Looks at the members of an etcd cluster one by one: {@link io.gatewaystore.etcd.admin.ClusterAdmin}. A {@link io.gatewaystore.Store} hides
 * which member answers; operators want to know.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.etcd.admin;
