package io.gatewaystore.config;

import io.gatewaystore.config.Setting.Layer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The places that settings come from, and their order: explicit values, the environment, one file, the defaults. */
final class SettingSources {

    static final String BUILDER = "builder";
    static final String ENVIRONMENT = "environment";
    static final String CONFIG_VARIABLE = "GATEWAY_CONFIG";

    private static final List<String> KNOWN_NAMES =
            Arrays.stream(StoreVariable.values()).map(StoreVariable::name).toList();

    /** What the program set, and what it says that it has it from. */
    private record Explicit(String text, String source) {}

    private final Map<StoreVariable, Explicit> explicit = new EnumMap<>(StoreVariable.class);
    private final Map<String, String> explicitOwn = new TreeMap<>();
    private Map<String, String> environment = System.getenv();
    private @Nullable NamedFile configFile;
    private List<Path> usualFiles = usualFiles(Path.of(System.getProperty("user.home", "")), Path.of("/etc"));

    void explicit(StoreVariable variable, String text, String source) {
        explicit.put(variable, new Explicit(text, source));
    }

    void explicitOwn(String name, String text) {
        explicitOwn.put(name, text);
    }

    void environment(Map<String, String> variables) {
        environment = Map.copyOf(variables);
        usualFiles = List.of();
    }

    void configFile(Path file) {
        configFile = new NamedFile(file, "configFile", BUILDER);
    }

    /** The same places; a file that was found is not searched for again. */
    SettingSources copy() {
        SettingSources copy = new SettingSources();
        copy.explicit.putAll(explicit);
        copy.explicitOwn.putAll(explicitOwn);
        copy.environment = environment;
        copy.usualFiles = usualFiles;
        copy.configFile = configFile;
        return copy;
    }

    private SettingSources withFile(NamedFile file) {
        SettingSources pinned = copy();
        pinned.configFile = file;
        return pinned;
    }

    /** A file that has to be there, and what says so. */
    private record NamedFile(Path path, String variable, String source) {

        GatewayConf read(Findings findings) {
            return GatewayConf.read(path, variable, source, findings);
        }
    }

    void usualPlaces(Path home, Path etc) {
        usualFiles = usualFiles(home, etc);
    }

    private static List<Path> usualFiles(Path home, Path etc) {
        return List.of(
                home.resolve(".gateway.d").resolve("gateway.conf"),
                etc.resolve("gateway").resolve("gateway.conf"));
    }

    /** Reads all places; what is wrong with them, but not yet with the values, is reported. */
    Settings read(Findings findings) {
        Optional<NamedFile> named = named(findings);
        GatewayConf file = named.map(found -> found.read(findings)).orElseGet(this::noFile);
        Map<StoreVariable, Setting> settings = new EnumMap<>(StoreVariable.class);
        for (StoreVariable variable : StoreVariable.values()) {
            settings.put(variable, find(variable, file));
        }
        OwnSettings own = new OwnSettings(find(StoreVariable.BACKEND, file));
        explicitOwn.forEach(own::takeExplicit);
        takeOtherVariables(own, findings);
        file.takeOtherKeys(own, findings);
        return new Settings(
                settings, own.found(), file, named.map(this::withFile).orElseGet(this::copy));
    }

    private Setting find(StoreVariable variable, GatewayConf file) {
        Explicit made = explicit.get(variable);
        if (made != null) {
            String effective = made.text().isEmpty() ? variable.defaultValue().orElse(null) : made.text();
            return new Setting(variable, Layer.BUILDER, made.source(), effective);
        }
        String text = present(variable, environment.get(variable.variableName()));
        if (text != null) {
            return new Setting(variable, Layer.ENVIRONMENT, ENVIRONMENT, text);
        }
        text = present(variable, file.value(variable.configKey()));
        if (text != null) {
            return new Setting(variable, Layer.FILE, file.source(variable.configKey()), text);
        }
        return Setting.absent(variable);
    }

    /** Empty means not set; around anything but a secret, spaces and line breaks mean nothing. */
    private static @Nullable String present(StoreVariable variable, @Nullable String text) {
        if (text == null) {
            return null;
        }
        String kept = variable.isSecret() ? text : text.strip();
        return kept.isEmpty() ? null : kept;
    }

    private Optional<NamedFile> named(Findings findings) {
        if (configFile != null) {
            return Optional.of(configFile);
        }
        String variable = configVariable();
        if (variable.isEmpty()) {
            return usualFiles.stream()
                    .filter(Files::exists)
                    .findFirst()
                    .map(path -> new NamedFile(path, "gateway.conf", path.toString()));
        }
        try {
            return Optional.of(new NamedFile(Path.of(variable), CONFIG_VARIABLE, ENVIRONMENT));
        } catch (InvalidPathException e) {
            findings.problem(CONFIG_VARIABLE, ENVIRONMENT, Quoted.of(variable) + " is not a path");
            return Optional.empty();
        }
    }

    private GatewayConf noFile() {
        return GatewayConf.none(configVariable().isEmpty() ? usualFiles : List.of());
    }

    private String configVariable() {
        return environment.getOrDefault(CONFIG_VARIABLE, "").strip();
    }

    private void takeOtherVariables(OwnSettings own, Findings findings) {
        // Sorted, because the environment has no order and warnings should.
        new TreeMap<>(environment).forEach((name, text) -> {
            if (!isOfFamily(name) || text.isEmpty() || isKnown(name)) {
                return;
            }
            if (own.ownVariable(name)) {
                own.take(name.substring(StoreVariable.PREFIX.length()).toLowerCase(Locale.ROOT), ENVIRONMENT, text);
            } else {
                findings.unknownName(Quoted.plain(name), ENVIRONMENT, "unknown, ignored" + hint(name));
            }
        });
    }

    private static boolean isOfFamily(String name) {
        return name.regionMatches(true, 0, StoreVariable.PREFIX, 0, StoreVariable.PREFIX.length());
    }

    private static boolean isKnown(String name) {
        return name.startsWith(StoreVariable.PREFIX)
                && KNOWN_NAMES.contains(name.substring(StoreVariable.PREFIX.length()));
    }

    private static String hint(String name) {
        String rest = name.substring(StoreVariable.PREFIX.length()).toUpperCase(Locale.ROOT);
        if (rest.startsWith("DYNAMODB_")) {
            return "; it belongs to a backend that this library does not have";
        }
        return NearestName.of(rest, KNOWN_NAMES)
                .map(nearest -> "; did you mean " + StoreVariable.PREFIX + nearest + "?")
                .orElse("");
    }
}
