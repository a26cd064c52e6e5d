package io.gatewaystore.cli.copy;

import java.util.List;

/**
 * How a copy ended.
 *
 * @param revision the revision of the source that was copied
 * @param keys how many keys the source had
 * @param copied how many were created
 * @param replaced how many existed with something else and were replaced
 * @param skipped how many existed and were left as they are
 * @param leased how many were left out because a lease can delete them
 * @param failed how many could not be written
 * @param different how many of those copied or replaced were not in the target as they should be when it was read in the end
 * @param verified whether the target was read in the end
 * @param problems what is wrong with single keys, a line each
 */
record CopyReport(
        long revision,
        long keys,
        long copied,
        long replaced,
        long skipped,
        long leased,
        long failed,
        long different,
        boolean verified,
        List<String> problems) {

    CopyReport {
        problems = List.copyOf(problems);
    }

    boolean isSuccess() {
        return failed == 0 && different == 0;
    }
}
