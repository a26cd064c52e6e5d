/**
 * The directory {@code etcd_credential}: the six PEM files and {@code meta.json} that the reference tool keeps there, written whole or not at
 * all, and read back with everything that is wrong with them.
 */
@NullMarked
package io.gatewaystore.credentials.directory;

import org.jspecify.annotations.NullMarked;
