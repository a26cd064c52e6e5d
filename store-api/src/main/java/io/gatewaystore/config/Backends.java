package io.gatewaystore.config;

import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.ConfigurationException.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What can be said about the name of a backend before any backend is looked for. */
final class Backends {

    static final String MEMORY = "memory";
    static final String ETCD = "etcd";

    private static final Pattern TOKEN = Pattern.compile("[a-z][a-z0-9_-]*");
    private static final Map<String, String> ARTIFACTS =
            Map.of(MEMORY, "io.gatewaystore:store-memory", ETCD, "io.gatewaystore:store-etcd");
    private static final Map<String, String> OTHER_GATEWAYS = Map.of(
            "local", "one file on one machine",
            "dynamodb", "Amazon DynamoDB");

    private Backends() {}

    /** Reads the name of the backend; one that cannot be used is reported and returned all the same. */
    static String parse(Setting setting, Findings findings) {
        String name = String.valueOf(setting.text()).toLowerCase(Locale.ROOT);
        if (OTHER_GATEWAYS.containsKey(name)) {
            findings.problem(
                    setting,
                    "'" + name + "' (" + OTHER_GATEWAYS.get(name) + ") is a backend of other gateways that this library"
                            + " does not have; expected: memory for a single process, etcd for state shared by several");
        } else if (!isPlainName(name)) {
            findings.problem(
                    setting,
                    Quoted.of(name) + " is not the name of a backend; expected: "
                            + setting.variable().accepted());
        }
        return name;
    }

    static boolean isPlainName(String backend) {
        return TOKEN.matcher(backend).matches();
    }

    /** Whether the backend is one of this library's. */
    static boolean isBrought(String backend) {
        return ARTIFACTS.containsKey(backend);
    }

    /** Whether the settings of etcd matter: for the backend itself, and for a name that was surely meant to be it. */
    static boolean meansEtcd(String backend) {
        return backend.equals(ETCD) || isMisspelt(backend, ETCD);
    }

    private static boolean isMisspelt(String backend, String meant) {
        return !ARTIFACTS.containsKey(backend)
                && NearestName.of(backend, ARTIFACTS.keySet())
                        .filter(meant::equals)
                        .isPresent();
    }

    static ConfigurationException unknown(Setting setting, String backend, Collection<String> available) {
        return new ConfigurationException(List.of(unknownProblem(setting, backend, available)));
    }

    static Problem unknownProblem(Setting setting, String backend, Collection<String> available) {
        return new Problem(
                setting.variable().variableName(),
                setting.source(),
                "there is no backend '" + Quoted.plain(backend) + "' on the class path" + remedy(backend, available)
                        + "; available: "
                        + (available.isEmpty() ? "none" : String.join(", ", new TreeSet<>(available))));
    }

    private static String remedy(String backend, Collection<String> available) {
        String artifact = ARTIFACTS.get(backend);
        if (artifact != null) {
            return "; add the Maven artifact " + artifact;
        }
        TreeSet<String> candidates = new TreeSet<>(ARTIFACTS.keySet());
        candidates.addAll(available);
        Optional<String> meant = NearestName.of(backend, candidates);
        return meant.map(name -> "; did you mean '" + name + "'?" + missingArtifact(name, available))
                .orElse("; add the Maven artifact that provides it");
    }

    private static String missingArtifact(String name, Collection<String> available) {
        String artifact = ARTIFACTS.get(name);
        return artifact == null || available.contains(name) ? "" : " It also needs the Maven artifact " + artifact;
    }
}
