package io.gatewaystore.config;

import io.gatewaystore.config.Setting.Layer;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.ConfigurationException.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong and what is worth a look, so that all of it is reported together. */
final class Findings {

    private final List<Problem> problems = new ArrayList<>();
    private final Set<Problem> ofTheProgram = new HashSet<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<Problem> unknownNames = new ArrayList<>();

    void problem(Setting setting, String message) {
        Problem problem =
                new Problem(setting.variable().variableName(), setting.source(), message + quotesHint(setting));
        problems.add(problem);
        if (setting.layer() == Layer.BUILDER) {
            ofTheProgram.add(problem);
        }
    }

    void problem(String variable, String source, String message) {
        problems.add(new Problem(variable, source, message));
    }

    void warning(Setting setting, String message) {
        warning(setting.variable().variableName(), setting.source(), message);
    }

    void warning(String variable, String source, String message) {
        warnings.add(new Problem(variable, source, message).toString());
    }

    /** A name that means nothing is worth a look by itself, and probably the reason if something else is wrong too. */
    void unknownName(String variable, String source, String message) {
        unknownNames.add(new Problem(variable, source, message));
        warning(variable, source, message);
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** Puts a problem before those found so far. */
    void problemFirst(Problem problem) {
        problems.add(0, problem);
    }

    /**
     * Takes over what was found about settings that do not matter for the backend: what the program itself set is still
     * wrong, the rest is only worth a look.
     */
    void addUnneeded(Findings others, String backend) {
        for (Problem problem : others.problems) {
            if (others.ofTheProgram.contains(problem)) {
                problems.add(problem);
            } else {
                warnings.add(problem + "; ignored, because the backend is " + Quoted.of(backend));
            }
        }
    }

    List<String> warnings() {
        return warnings;
    }

    void throwIfAny() {
        if (hasProblems()) {
            problems.addAll(unknownNames);
            throw new ConfigurationException(problems);
        }
    }

    /** Shells drop quotes, {@code docker run --env-file} does not. */
    private static String quotesHint(Setting setting) {
        String text = setting.text();
        if (text == null || text.length() < 2 || setting.variable().isSecret()) {
            return "";
        }
        char first = text.charAt(0);
        boolean quoted = (first == '\'' || first == '"') && text.charAt(text.length() - 1) == first;
        return quoted ? "; the quotes are part of the value here, remove them" : "";
    }
}
