/** Proves by real connections how a member of etcd can be reached. */
@NullMarked
package io.gatewaystore.credentials.proof;

import org.jspecify.annotations.NullMarked;
