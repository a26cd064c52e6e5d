package io.gatewaystore.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BomTest {

    private static final Path PARENT = Modules.ROOT.resolve("pom.xml");
    private static final Path BOM = Modules.ROOT.resolve("store-bom/pom.xml");

    @Test
    void hasTheVersionOfTheReactor() throws Exception {
        assertThat(Modules.read(BOM, "/project/version")).isEqualTo(Modules.read(PARENT, "/project/version"));
    }

    @Test
    void namesWhatIsPublishedAndNothingElse() throws Exception {
        List<String> published = new ArrayList<>();
        for (String module : Modules.read(PARENT, "/project/modules/module")) {
            Path pom = Modules.ROOT.resolve(module).resolve("pom.xml");
            boolean library = !Modules.read(pom, "/project/packaging").contains("pom");
            boolean unpublished =
                    Modules.read(pom, "/project/properties/module.unpublished").contains("true");
            if (library && !unpublished) {
                published.add(module);
            }
        }

        assertThat(Modules.read(BOM, "/project/dependencyManagement/dependencies/dependency/artifactId"))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(published);
    }
}
