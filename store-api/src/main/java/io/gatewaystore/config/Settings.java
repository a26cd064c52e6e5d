package io.gatewaystore.config;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What was found for every setting, and in which file. */
final class Settings {

    private final Map<StoreVariable, Setting> values;
    private final String file;

    /**
     * Keeps what was found.
     *
     * @param file the file that was read, or a text that says that there was none
     */
    Settings(Map<StoreVariable, Setting> values, String file) {
        this.values = new EnumMap<>(values);
        this.file = file;
    }

    Setting get(StoreVariable variable) {
        return Objects.requireNonNull(values.get(variable));
    }

    String file() {
        return file;
    }
}
