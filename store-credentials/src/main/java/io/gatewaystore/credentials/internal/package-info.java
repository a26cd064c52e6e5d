/** What the packages of this module share. */
@NullMarked
package io.gatewaystore.credentials.internal;

import org.jspecify.annotations.NullMarked;
