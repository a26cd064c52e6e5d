package io.gatewaystore.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/** What docs/guarantees.md names as proof must exist. */
class GuaranteesPageTest {

    private static final Pattern NAMED_TEST = Pattern.compile("`([A-Z]\\w+\\.[a-z]\\w+)`");
    private static final Pattern NAMED_CLASS = Pattern.compile("`([A-Z]\\w+(?:Test|IT))`");

    private final JavaClasses classes =
            new ClassFileImporter().importLocations(new CompiledClasses.MainAndTest().get(GuaranteesPageTest.class));

    @Test
    void everyPromiseIsProvedByATest() throws IOException {
        List<String> promises = page().lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| Promise |"))
                .toList();

        assertThat(promises).hasSizeGreaterThan(40).allSatisfy(promise -> {
            String[] cells = promise.split("\\|", -1);
            assertThat(cells).hasSize(5);
            assertThat(cells[2]).containsPattern(NAMED_TEST);
        });
    }

    @Test
    void everyTestNamedExists() throws IOException {
        Set<String> tests = classes.stream()
                .flatMap(type -> type.getMethods().stream()
                        .filter(method -> method.isMetaAnnotatedWith(Testable.class))
                        .map(method -> type.getSimpleName() + "." + method.getName()))
                .collect(Collectors.toSet());

        assertThat(named(NAMED_TEST)).isNotEmpty().isSubsetOf(tests);
    }

    @Test
    void everyClassNamedExists() throws IOException {
        Set<String> names = classes.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet());

        assertThat(named(NAMED_CLASS)).isNotEmpty().isSubsetOf(names);
    }

    private static List<String> named(Pattern pattern) throws IOException {
        return pattern.matcher(page())
                .results()
                .map((MatchResult match) -> match.group(1))
                .distinct()
                .toList();
    }

    private static String page() throws IOException {
        return Files.readString(Modules.ROOT.resolve("docs/guarantees.md"));
    }
}
