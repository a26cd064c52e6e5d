/** Tests of core and runners, in one process and in several. */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.examples.dispatch;
