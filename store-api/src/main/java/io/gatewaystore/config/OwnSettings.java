package io.gatewaystore.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the settings of a backend that this library does not bring. Their names begin with that of the backend. */
final class OwnSettings {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_]*");

    private final @Nullable String prefix;
    private final Map<String, BackendSetting> found = new TreeMap<>();

    /**
     * Looks for the settings of a backend.
     *
     * @param backend the backend's setting; the two that this library brings have no settings but those of {@link StoreVariable}
     */
    OwnSettings(Setting backend) {
        String name = String.valueOf(backend.text()).toLowerCase(Locale.ROOT);
        boolean foreign = Backends.isPlainName(name) && !Backends.isBrought(name);
        this.prefix = foreign ? name.replace('-', '_') + "_" : null;
    }

    /** Whether a setting, by its key in {@code gateway.conf}, belongs to the backend. */
    boolean own(String key) {
        return prefix != null
                && key.startsWith(prefix)
                && NAME.matcher(key.substring(prefix.length())).matches();
    }

    /** Whether an environment variable belongs to the backend. */
    boolean ownVariable(String variable) {
        return variable.startsWith(StoreVariable.PREFIX)
                && variable.equals(variable.toUpperCase(Locale.ROOT))
                && own(variable.substring(StoreVariable.PREFIX.length()).toLowerCase(Locale.ROOT));
    }

    /** Takes a setting that the program made, by its own name; for a backend without settings of its own it means nothing. */
    void takeExplicit(String name, String text) {
        if (prefix != null) {
            put(prefix + name, SettingSources.BUILDER, text.strip());
        }
    }

    /** Takes a setting by its key, unless it is empty or a place with precedence had it. */
    void take(String key, String source, String text) {
        String value = text.strip();
        if (!value.isEmpty()) {
            put(key, source, value);
        }
    }

    private void put(String key, String source, String value) {
        String variable = StoreVariable.PREFIX + key.toUpperCase(Locale.ROOT);
        String name = key.substring(String.valueOf(prefix).length());
        found.putIfAbsent(name, new BackendSetting(name, variable, source, value));
    }

    /** What was found. An empty text of the program's hides what other places say and is itself nothing. */
    List<BackendSetting> found() {
        return found.values().stream()
                .filter(setting -> !setting.value().isEmpty())
                .toList();
    }

    static String checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name: " + Quoted.of(name)
                    + " cannot be a setting's (expected: lower case letters, digits and underscores)");
        }
        return name;
    }

    static List<String> unknown(Collection<BackendSetting> found, Collection<String> known) {
        return found.stream()
                .filter(setting -> !known.contains(setting.name()))
                .map(setting -> setting.problem("unknown to the backend, ignored" + hint(setting, known))
                        .toString())
                .toList();
    }

    private static String hint(BackendSetting setting, Collection<String> known) {
        int backend = setting.variable().length() - setting.name().length();
        Optional<String> nearest = NearestName.of(setting.name(), known);
        return nearest.map(name -> "; did you mean " + setting.variable().substring(0, backend)
                        + name.toUpperCase(Locale.ROOT) + "?")
                .orElse("");
    }
}
