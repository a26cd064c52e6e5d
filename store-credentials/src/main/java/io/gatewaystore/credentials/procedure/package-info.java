/**
 * The commands that turn TLS on and off: {@link io.gatewaystore.credentials.procedure.CredentialProcedures}. Each makes a plan of steps and writes
 * it into the journal. A step leads from one state to another and can be repeated in either direction, so that from wherever a command was
 * interrupted it can go on, or back.
 */
@NullMarked
package io.gatewaystore.credentials.procedure;

import org.jspecify.annotations.NullMarked;
