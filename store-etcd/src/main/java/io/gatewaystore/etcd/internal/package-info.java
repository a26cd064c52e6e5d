/**
 * What bridges to other libraries may use of the etcd backend.
 *
 * <p>Not part of the API: nothing outside gateway-store may use this package, and it may change in any release.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.etcd.internal;
