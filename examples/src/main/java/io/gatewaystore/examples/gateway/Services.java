package io.gatewaystore.examples.gateway;

import java.util.List;

/**
 * All services at one revision.
 *
 * @param revision the revision
 * @param registered the services in the order of their keys
 * @param undecodable what else lies among them
 */
record Services(long revision, List<RegisteredService> registered, List<Undecodable> undecodable) {}
