/**
 * Faults for tests: of connections ({@link io.gatewaystore.testkit.faults.FaultProxy}), and of stores
 * ({@link io.gatewaystore.testkit.faults.FaultyStore}). Faults of members of a cluster are with the cluster, in
 * {@link io.gatewaystore.testkit.etcd}; a server that says what it is told is {@link io.gatewaystore.testkit.scripted.ScriptedEtcd}.
 */
@NullMarked
package io.gatewaystore.testkit.faults;

import org.jspecify.annotations.NullMarked;
