package io.gatewaystore.credentials.journal;

import io.gatewaystore.credentials.config.FileEdit;

/**
 * A change that stands in a file, as far as the journal knows.
 *
 * <p>Immutable.
 *
 * @param run the run that made it
 * @param step the step of that run
 * @param edit the change
 */
public record RecordedEdit(String run, int step, FileEdit edit) {}
