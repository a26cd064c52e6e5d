package io.gatewaystore.credentials.config;

import io.gatewaystore.credentials.CredentialException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Edits one file, setting by setting, and makes sure in the end that nothing else has changed its meaning. */
final class Editor {

    private final Path path;
    private final ConfigText.Parser parser;
    private final Draft draft;
    private final Map<String, String> expected = new LinkedHashMap<>();
    private ConfigText config;

    Editor(Path path, SourceText original, ConfigText.Parser parser) {
        this.path = path;
        this.parser = parser;
        this.draft = new Draft(original);
        try {
            this.config = parse();
        } catch (UnreadableException e) {
            throw trouble(String.valueOf(e.getMessage()), e);
        }
        expected.putAll(meaning());
    }

    private ConfigText parse() throws UnreadableException {
        return parser.parse(draft.text());
    }

    private CredentialException trouble(String sentence, UnreadableException e) {
        return new CredentialException("'" + path + "' " + sentence, e);
    }

    private Map<String, String> meaning() {
        Map<String, String> meaning = new LinkedHashMap<>();
        config.values().forEach((name, located) -> meaning.put(name, located.value()));
        return meaning;
    }

    Map<String, Located> values() {
        return config.values();
    }

    Optional<Located> find(String name) {
        return Optional.ofNullable(config.values().get(name));
    }

    void set(String name, String value) {
        if (find(name).map(located -> located.value().equals(value)).orElse(false)) {
            return;
        }
        edit(() -> config.set(draft, name, value));
        expected.put(name, value);
    }

    void remove(String name) {
        if (find(name).isPresent()) {
            edit(() -> config.remove(draft, name));
            expected.remove(name);
        }
    }

    /** Changes a value within its quotes; the same change, made of the value alone, has to give the value then read. */
    void rewrite(String name, UnaryOperator<String> change) {
        Located located = find(name).orElseThrow();
        if (change.apply(located.value()).equals(located.value())) {
            return;
        }
        edit(() -> config.rewrite(draft, name, change));
        expected.put(name, change.apply(located.value()));
    }

    private void edit(Edit edit) {
        try {
            edit.run();
        } catch (UnreadableException e) {
            throw trouble(String.valueOf(e.getMessage()), e);
        }
        try {
            config = parse();
        } catch (UnreadableException e) {
            throw trouble("is written in a way that cannot be edited safely; edit it by hand", e);
        }
    }

    /** The whole change, checked by reading the result. */
    FileEdit finish() {
        Map<String, String> now = meaning();
        TreeSet<String> names = new TreeSet<>(now.keySet());
        names.addAll(expected.keySet());
        names.removeIf(name -> Objects.equals(now.get(name), expected.get(name)));
        if (!names.isEmpty()) {
            throw new CredentialException("'" + path + "' is written in a way that cannot be edited safely: "
                    + String.join(", ", names) + " would not be read as intended; edit it by hand");
        }
        return draft.toEdit(path);
    }

    @FunctionalInterface
    private interface Edit {
        void run() throws UnreadableException;
    }
}
