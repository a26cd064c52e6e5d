package io.gatewaystore.credentials.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A file and what is to become of it, from one resource with a text under each {@code === name}. */
record Golden(String name, Map<String, String> texts) {

    private static final Pattern SECTION = Pattern.compile("(?s)=== (\\w+)\\n(.*?)(?==== |\\z)");

    static Stream<Golden> in(String directory) {
        try (Stream<Path> files = Files.list(directory(directory))) {
            return files
                    .filter(file -> file.toString().endsWith(".golden"))
                    .sorted()
                    .map(Golden::read)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory(String name) {
        URL url = Objects.requireNonNull(Golden.class.getResource(name));
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Golden read(Path file) {
        try {
            Map<String, String> texts = new HashMap<>();
            Matcher section = SECTION.matcher(Files.readString(file));
            while (section.find()) {
                texts.put(section.group(1), section.group(2));
            }
            String name = file.getFileName().toString();
            return new Golden(name.substring(0, name.length() - ".golden".length()), texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String before() {
        return text("before");
    }

    String text(String section) {
        return Objects.requireNonNull(texts.get(section), section);
    }

    /** The same file in the ways in which editors and systems leave it. */
    List<Golden> variants() {
        return List.of(
                this,
                with(" with CRLF", text -> text.replace("\n", "\r\n")),
                with(" without a last line end", String::stripTrailing),
                with(" with a byte order mark", text -> "\uFEFF" + text));
    }

    private Golden with(String what, java.util.function.UnaryOperator<String> change) {
        Map<String, String> changed = new HashMap<>();
        texts.forEach((section, text) -> changed.put(section, change.apply(text)));
        return new Golden(name + what, changed);
    }

    @Override
    public String toString() {
        return name;
    }
}
