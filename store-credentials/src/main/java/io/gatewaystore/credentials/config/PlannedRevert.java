package io.gatewaystore.credentials.config;

import java.util.List;

/**
 * How the change of a file is going to be taken back.
 *
 * <p>Immutable.
 *
 * @param edit the change that takes it back
 * @param conflicts a sentence for each line that was edited further since, which is left alone
 */
public record PlannedRevert(FileEdit edit, List<String> conflicts) {

    /**
     * Copies the sentences.
     *
     * @param edit the change
     * @param conflicts what is left alone
     */
    public PlannedRevert {
        conflicts = List.copyOf(conflicts);
    }
}
