/** The commands that turn TLS on and off for an etcd deployment. */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.cli.credentials;
