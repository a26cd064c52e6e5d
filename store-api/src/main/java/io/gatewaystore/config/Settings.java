package io.gatewaystore.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What was found for every setting, and in which file. */
final class Settings {

    private final Map<StoreVariable, Setting> values;
    private final List<BackendSetting> own;
    private final String file;

    /**
     * Keeps what was found.
     *
     * @param own what only the backend knows
     * @param file the file that was read, or a text that says that there was none
     */
    Settings(Map<StoreVariable, Setting> values, List<BackendSetting> own, String file) {
        this.values = new EnumMap<>(values);
        this.own = List.copyOf(own);
        this.file = file;
    }

    Setting get(StoreVariable variable) {
        return Objects.requireNonNull(values.get(variable));
    }

    List<BackendSetting> own() {
        return own;
    }

    String file() {
        return file;
    }
}
