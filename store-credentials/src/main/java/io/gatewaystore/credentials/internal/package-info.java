/** What several packages of this module need; nothing for users. */
@NullMarked
package io.gatewaystore.credentials.internal;

import org.jspecify.annotations.NullMarked;
