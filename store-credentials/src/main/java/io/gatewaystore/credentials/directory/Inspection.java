package io.gatewaystore.credentials.directory;

import io.gatewaystore.credentials.issue.CertificateSummary;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a credential directory looks like.
 *
 * <p>Immutable.
 *
 * @param path the directory, absolute
 * @param exists whether there is such a directory
 * @param complete whether every file that has to be there is: the six of the reference, or all but {@code ca.key} where {@code meta.json} says that
 *     this is a node
 * @param present which of the files are there, by file name
 * @param certificates what each certificate that could be read says, by file name; of {@code ca.crt} the first
 * @param problems a sentence for everything that is wrong: files that are missing, unreadable, or open to others; keys that do not match;
 *     certificates that were not issued by the authority or are not valid now
 * @param faults those of the problems with which nothing can be proven: all but permissions and {@code meta.json}
 */
public record Inspection(
        String path,
        boolean exists,
        boolean complete,
        Set<String> present,
        Map<String, CertificateSummary> certificates,
        List<String> problems,
        List<String> faults) {

    /**
     * Copies what it is given.
     *
     * @param path the directory
     * @param exists whether there is one
     * @param complete whether every file is there
     * @param present which files are there
     * @param certificates what the certificates say
     * @param problems what is wrong
     * @param faults what of it makes them useless
     */
    public Inspection {
        present = Set.copyOf(present);
        certificates = Map.copyOf(certificates);
        problems = List.copyOf(problems);
        faults = List.copyOf(faults);
    }
}
