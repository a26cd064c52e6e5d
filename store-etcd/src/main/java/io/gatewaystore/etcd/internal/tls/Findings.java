package io.gatewaystore.etcd.internal.tls;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What is wrong, and what is merely doubtful, with the files of a configuration. Each sentence begins with the file. */
final class Findings {

    private final Function<StoreVariable, String> sources;
    private final List<ConfigurationException.Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Findings(Function<StoreVariable, String> sources) {
        this.sources = sources;
    }

    void problem(StoreVariable variable, Path file, String sentence) {
        problems.add(finding(variable, file, sentence));
    }

    void warning(StoreVariable variable, Path file, String sentence) {
        warnings.add(finding(variable, file, sentence).toString());
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    private ConfigurationException.Problem finding(StoreVariable variable, Path file, String sentence) {
        return new ConfigurationException.Problem(
                variable.variableName(), sources.apply(variable), "'" + file + "' " + sentence);
    }
}
