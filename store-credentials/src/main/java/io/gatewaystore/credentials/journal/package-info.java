/**
 * What the commands did, on the disk before they go on: one JSON line for each record, appended and synchronized. Whoever comes after an
 * interruption reads here where to go on, and what there is to take back.
 */
@NullMarked
package io.gatewaystore.credentials.journal;

import org.jspecify.annotations.NullMarked;
