/**
 * Judges whether TLS is on, off or half on, for the files of one node.
 */
@NullMarked
package io.gatewaystore.credentials.status;

import org.jspecify.annotations.NullMarked;
