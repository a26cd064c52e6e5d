package io.gatewaystore.config;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What was found for every setting, and in which file. */
final class Settings {

    private final Map<StoreVariable, Setting> values;
    private final List<BackendSetting> own;
    private final GatewayConf file;
    private final SettingSources sources;

    /**
     * Keeps what was found.
     *
     * @param own what only the backend knows
     * @param file the file that was read, or one that says that there was none
     * @param sources what all this was read from
     */
    Settings(Map<StoreVariable, Setting> values, List<BackendSetting> own, GatewayConf file, SettingSources sources) {
        this.values = new EnumMap<>(values);
        this.own = List.copyOf(own);
        this.file = file;
        this.sources = sources;
    }

    Setting get(StoreVariable variable) {
        return Objects.requireNonNull(values.get(variable));
    }

    List<BackendSetting> own() {
        return own;
    }

    String file() {
        return file.description();
    }

    Optional<ConfigFile> configFile() {
        return file.origin();
    }

    /** What the file says in vain, each with what counts instead. */
    Map<StoreVariable, String> overridden() {
        Map<StoreVariable, String> overridden = new EnumMap<>(StoreVariable.class);
        for (StoreVariable variable : StoreVariable.values()) {
            Setting decisive = decisive(variable);
            if (file.value(variable.configKey()) != null && decisive.layer() != Setting.Layer.FILE) {
                overridden.put(variable, origin(decisive, variable));
            }
        }
        return Collections.unmodifiableMap(overridden);
    }

    /** The setting that decides: of a secret and its file, whichever has precedence. */
    private Setting decisive(StoreVariable variable) {
        Setting own = get(variable);
        return variable.alternative()
                .map(this::get)
                .filter(other -> other.layer().compareTo(own.layer()) < 0)
                .orElse(own);
    }

    private static String origin(Setting decisive, StoreVariable variable) {
        return decisive.variable() == variable ? decisive.source() : decisive.variable() + ", " + decisive.source();
    }

    /** The same places to read anew, for a configuration that differs. */
    SettingSources sources() {
        return sources.copy();
    }
}
