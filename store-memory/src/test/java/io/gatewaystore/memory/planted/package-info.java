/** Proof that the contract suite bites: broken backends, each with one planted fault, and the test that must notice it. */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.memory.planted;
