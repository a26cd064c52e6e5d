/**
 * What a procedure asks of the hosts that hold files and members. Every {@link io.gatewaystore.credentials.host.HostRequest} can be repeated, and
 * is answered by this process or, for another host, by one that a command template starts there.
 */
@NullMarked
package io.gatewaystore.credentials.host;

import org.jspecify.annotations.NullMarked;
