/** Tests of configuration that is rolled out. */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.examples.rollout;
