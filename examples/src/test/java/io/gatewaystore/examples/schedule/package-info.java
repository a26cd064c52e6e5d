/** Tests of the scheduled job. */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.examples.schedule;
