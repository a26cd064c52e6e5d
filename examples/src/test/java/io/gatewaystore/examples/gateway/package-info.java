/** Tests of the fleet: in this process on the memory backend, and as the real jar on real etcd. */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.examples.gateway;
