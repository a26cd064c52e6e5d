/** What packages of the testkit share. Not for users: it changes without notice. */
@NullMarked
package io.gatewaystore.testkit.internal;

import org.jspecify.annotations.NullMarked;
