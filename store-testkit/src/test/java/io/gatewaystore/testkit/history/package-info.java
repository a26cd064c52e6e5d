@org.jspecify.annotations.NullMarked
package io.gatewaystore.testkit.history;
