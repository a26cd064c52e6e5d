/**
 * How the interfaces of the library stand on a backend: views, namespaces, paging, read-modify-write, the watch engine and
 * the blocking adapter. Written once for every backend.
 *
 * <p>Not part of the API: nothing outside the library may use this package, and it may change in any release.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.internal;
