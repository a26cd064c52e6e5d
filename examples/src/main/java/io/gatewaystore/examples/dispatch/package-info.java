/**
 * Core and runners: runners announce their address on their session and do work, one active core hands it out, and another core stands by.
 *
 * <p>Work waits in the store ({@link io.gatewaystore.examples.dispatch.Jobs}), so that none is lost with a core. The active
 * {@link io.gatewaystore.examples.dispatch.Core} calls a {@link io.gatewaystore.examples.dispatch.Runner} for each job and writes what came of it
 * with its leadership as the condition: of two cores that both believe to be active, only one can. A job may be run twice, if a core ends in
 * the middle of it; it has one result. {@link io.gatewaystore.examples.dispatch.Dispatch} shows all of it in one process.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.examples.dispatch;
