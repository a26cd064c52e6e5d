/**
 * TLS for an etcd deployment, from the operator's side. The parts are in the packages below: {@code issue} makes certificates, {@code directory}
 * keeps them, {@code config} edits the files that name them, {@code status} judges what stands.
 */
@NullMarked
package io.gatewaystore.credentials;

import org.jspecify.annotations.NullMarked;
