/** The commands that look at the members of an etcd cluster one by one. */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.cli.cluster;
