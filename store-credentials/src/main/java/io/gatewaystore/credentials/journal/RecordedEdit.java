package io.gatewaystore.credentials.journal;

import io.gatewaystore.credentials.config.FileEdit;

/**
 * A change of a file, as far as the journal knows.
 *
 * <p>Immutable.
 *
 * @param run the run that made it
 * @param step the step of that run
 * @param edit the change
 * @param takesBack whether it takes an earlier one back
 */
public record RecordedEdit(String run, int step, FileEdit edit, boolean takesBack) {}
