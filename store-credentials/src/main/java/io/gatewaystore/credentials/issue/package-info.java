/**
 * Makes the certificates that an etcd deployment needs: an authority of its own, a server certificate for each member or for all, and a client
 * certificate for those who use it. Nothing here touches a file.
 */
@NullMarked
package io.gatewaystore.credentials.issue;

import org.jspecify.annotations.NullMarked;
