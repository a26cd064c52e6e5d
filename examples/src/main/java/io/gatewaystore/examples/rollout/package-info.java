/**
 * Configuration that is rolled out: whoever changes it learns when every node has the change.
 *
 * <p>Each {@link io.gatewaystore.examples.rollout.RolloutNode} has the limits at hand and is a member of a group;
 * {@link io.gatewaystore.examples.rollout.Operator} writes new limits and waits for the group. {@link io.gatewaystore.examples.rollout.ConfigRollout} shows both in
 * one process.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.examples.rollout;
